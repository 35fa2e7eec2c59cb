// Messages between the trainer's page and its training worker. The page creates the worker (classic, from a Blob URL that stays
// valid while it lives, so that it may start helpers from `self.location.href`) and starts one run in it; the worker answers with
// events, at most ten a second. Plain data; buffers are transferred, never shared. The command line prints the same events.
//
//     page → worker   start · pause · resume · stop · predict · sample
//     worker → page   ready · start · progress* · epoch · confusion · checkpoint · ... · done | error
export * from './training/event';
export * from './training/request';
export * from './training/settings';
