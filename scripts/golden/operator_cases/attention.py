"""Attention."""


def cases(call, T):
    name = "F.scaled_dot_product_attention"
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 8), T(2, 3, 6, 8))
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 8), T(2, 3, 6, 10))
    call(name, T(3, 4, 8), T(3, 6, 8), T(3, 6, 8))
    call(name, T(4, 8), T(6, 8), T(6, 8))
    call(name, T(2, 3, 4, 8), T(2, 3, 4, 8), T(2, 3, 4, 8), is_causal=True)
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 8), T(2, 3, 6, 8), attn_mask=T(4, 6))
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 8), T(2, 3, 6, 8), attn_mask=T(2, 1, 1, 6, dtype="bool"))
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 8), T(2, 3, 6, 8), attn_mask=T(5, 6))
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 9), T(2, 3, 6, 8))
    call(name, T(2, 6, 4, 8), T(2, 2, 6, 8), T(2, 2, 6, 8), enable_gqa=True)
    call(name, T(2, 3, 4, 8), T(2, 3, 6, 8), T(2, 3, 6, 8), dropout_p=0.0, scale=0.5)
    call(name, T(8), T(8), T(8))
    for batch, need, average in ((True, True, True), (True, True, False), (True, False, True), (False, True, True), (False, False, True)):
        shape = [5, 2, 8] if batch else [5, 8]
        keys = [7, 2, 8] if batch else [7, 8]
        call("F.multi_head_attention_forward", T(*shape), T(*keys), T(*keys), 8, 2, T(24, 8), T(24), None, None, False, 0.0,
             T(8, 8), T(8), training=False, need_weights=need, average_attn_weights=average)
    call("F.multi_head_attention_forward", T(5, 2, 8), T(7, 2, 8), T(7, 2, 8), 8, 3, T(24, 8), T(24), None, None, False, 0.0,
         T(8, 8), T(8), training=False)
    call("F.multi_head_attention_forward", T(5, 2, 9), T(7, 2, 8), T(7, 2, 8), 8, 2, T(24, 8), T(24), None, None, False, 0.0,
         T(8, 8), T(8), training=False)
    call("F.multi_head_attention_forward", T(5, 2, 8), T(7, 2, 8), T(7, 2, 8), 8, 2, T(24, 8), T(24), T(1, 1, 8), T(1, 1, 8), True,
         0.0, T(8, 8), T(8), training=False)
    call("F.multi_head_attention_forward", T(5, 2, 8), T(7, 2, 6), T(7, 2, 4), 8, 2, None, T(24), None, None, False, 0.0, T(8, 8),
         T(8), training=False, use_separate_proj_weight=True, q_proj_weight=T(8, 8), k_proj_weight=T(8, 6), v_proj_weight=T(8, 4))
