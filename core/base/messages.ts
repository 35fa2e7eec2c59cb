// The prose of diagnostics, in the languages the product speaks, made from a code and its facts.
//
//     renderMessage({ code: 'CL1001', details: { parameter: 'in_channels', channels: 64, groups: 3 } })
//     // in_channels = 64 is not divisible by groups = 3
import { diagnosticTemplates, type DiagnosticCode } from './codes';
import type { Problem } from './diagnostic';

export const locales = ['en', 'zh-cn'] as const;
export type Locale = (typeof locales)[number];

/** One template for every code: a missing key does not compile. */
type Templates = Readonly<Record<DiagnosticCode, string>>;

const chinese: Templates = {
  CL1001: '{parameter} = {channels} 不能被 groups = {groups} 整除',
  CL1002: '{operator} 需要 {expectedChannels} 个通道，但输入有 {actualChannels} 个',
  CL1003: '{operator} 需要 {expectedFeatures} 个特征，但输入有 {actualFeatures} 个',
  CL1004: '有效大小为 {kernel} 的卷积核大于填充后大小为 {size} 的输入',
  CL1005: '形状 {left} 与 {right} 无法广播',
  CL1006: '无法沿维度 {dimension} 拼接 {shapes}',
  CL1007: '形状 {shape} 不适用于含 {elements} 个元素的输入',
  CL1008: '维度 {dimension} 超出 {rank} 维张量的范围',
  CL1009: '{operator} 需要 {expectedRank} 维张量，但得到 {actualRank} 维',
  CL1010: '{parameter} 必须是整数，但得到浮点数 {value}',
  CL1011: '{left} 与 {right} 的矩阵乘积：内侧维度 {leftInner} 与 {rightInner} 不同',
  CL1012: '{operator} 的参数无效：{reason}',
  CL1013: '调用与函数签名不符：{reason}',
  CL1014: '{exception}：{message}',
  CL1015: '输出大小将为 {size}：过小',
  CL1016: "{owner} 没有属性 '{attribute}'",
  CL2001: '层 {path} 已定义但从未被调用',
  CL2002: '{path} 的偏置不起作用：其后的批归一化会将它减去',
  CL3001: '引擎无法训练算子 {operator}',
  CL3002: '{parameter} 的初始值未知：{reason}',
  CL3003: '引擎需要返回一个张量的模型，但此模型返回 {actual}',
  CL3004: '批大小为 {batch} 时无法确定形状 {shape}',
  CL3005: '常量张量的数值未知',
  CL3006: '批大小 {batch} 需要 {bytes} 字节，超过 {limit}；批大小 {fits} 可以容纳',
  CL3007: '引擎无法启动：{reason}',
  CL3101: '缺少文件 {file}',
  CL3102: '{file} 不完整：文件头声明 {expectedBytes} 字节，实际为 {actualBytes} 字节',
  CL3103: '{file} 不是 {content} 的 IDX 文件：魔数为 {actual}，应为 {expected}',
  CL3104: '{images} 有 {imageCount} 张图像，但 {labels} 有 {labelCount} 个标签',
  CL3105: '无法解压 {file}：{reason}',
  CL3106: '第 {index} 张图像的标签为 {label}，但模型只有 {classes} 个类别',
  CL3107: '模型的输入形状为 {expected}，但图像为 {actual}',
  CL3201: '{file} 不是可读取的检查点：{reason}',
  CL3202: '检查点与模型不符：{reason}',
  CL3203: '无法保存检查点：{reason}',
  CL3301: '在第 {step} 步停止：{layer} 的 {tensor} 不是有限值',
  CL3302: '{setting} 不能为 {value}：{reason}',
  CL3303: '训练工作线程已结束：{reason}',
  CL4001: '语法错误',
};

export const messageTemplates: Readonly<Record<Locale, Templates>> = { en: diagnosticTemplates, 'zh-cn': chinese };

/** The reduction of an editor's or a system's language to one that the product speaks: Chinese of any script, else English. */
export const localeOf = (language: string | undefined): Locale => (/^zh\b/i.test(language ?? '') ? 'zh-cn' : 'en');

/** One sentence, without the expectation and the hint. A fact that the problem does not give reads `?`. */
export const renderMessage = (problem: Pick<Problem, 'code' | 'details'>, locale: Locale = 'en'): string =>
  fill(messageTemplates[locale][problem.code], problem.details);

/** Replaces `{name}` by what `facts` has under that name. */
export const fill = (template: string, facts: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(facts, name) ? String(facts[name]) : '?'));
