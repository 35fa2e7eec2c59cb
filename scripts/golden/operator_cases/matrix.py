"""Matrix products."""
from itertools import product


def cases(call, T):
    shapes = [[], [4], [3, 4], [4, 5], [2, 3, 4], [2, 4, 5], [1, 4, 5], [6, 2, 3, 4], [6, 1, 4, 5], [3, 4, 5], [5]]
    for left, right in product(shapes, shapes):
        call("torch.matmul", T(*left), T(*right))
    call(".matmul", T(2, 3), T(3, 4))
    call(".__matmul__", T(2, 3), T(3))
    call("torch.matmul", T(2, 3, dtype="int64"), T(3, 4, dtype="int64"))
    call("torch.matmul", T(2, 3, dtype="int64"), T(3, 4))
    for left, right in product([[3, 4], [2, 3, 4], [4]], [[4, 5], [2, 4, 5], [3, 4, 5], [4], [5, 6]]):
        call("torch.mm", T(*left), T(*right))
        call("torch.bmm", T(*left), T(*right))
        call("torch.mv", T(*left), T(*right))
        call("torch.dot", T(*left), T(*right))
        call("torch.outer", T(*left), T(*right))
        call("torch.kron", T(*left), T(*right))
        call("torch.inner", T(*left), T(*right))
    for name in (".mm", ".bmm", ".mv"):
        call(name, T(3, 4), T(4, 5))
    call(".dot", T(4), T(4))
    call(".outer", T(3), T(4))
    call("torch.outer", T(3, dtype="int64"), T(4))
    call("torch.outer", T(3), T(4, dtype="float64"))
    call("torch.ger", T(3, dtype="complex64"), T(4))
    for bias in ([5], [3, 5], [1], [], [3, 1], [4, 5], [2, 3, 5]):
        call("torch.addmm", T(*bias), T(3, 4), T(4, 5))
        call("torch.baddbmm", T(*bias), T(2, 3, 4), T(2, 4, 5))
        call("torch.addbmm", T(*bias), T(2, 3, 4), T(2, 4, 5))
        call("torch.addmv", T(*bias), T(3, 4), T(4))
    call(".addmm", T(3, 5), T(3, 4), T(4, 5), beta=0.5, alpha=2.0)
    call(".addmm_", T(3, 5), T(3, 4), T(4, 5))
    call("torch.addmm", T(5), T(3, 4), T(3, 5))
    for lead, weight, bias in product([[], [2], [2, 3], [2, 3, 5]], [[6, 4], [1, 4], [4], [6, 5]], [None, [6], [4], [1]]):
        call("F.linear", T(*lead, 4), T(*weight), None if bias is None else T(*bias))
    call("F.linear", T(2, 4, dtype="int64"), T(6, 4))
    call("F.linear", T(), T(6, 4))
    call("F.linear", T(2, 4), T(2, 6, 4))
    for lead in ([], [7], [7, 2]):
        call("F.bilinear", T(*lead, 3), T(*lead, 4), T(5, 3, 4), T(5))
    call("F.bilinear", T(7, 3), T(7, 5), T(5, 3, 4))
    call("F.bilinear", T(7, 3), T(6, 4), T(5, 3, 4))
    call("F.bilinear", T(7, 3), T(7, 2, 4), T(5, 3, 4))
    for dims in (0, 1, 2, 3, 4, [[1, 2], [0, 1]], [[2], [1]], [[-1], [-2]], [[0], [0]], [[1], [0, 1]]):
        call("torch.tensordot", T(2, 3, 4), T(3, 4, 5), dims=dims)
        call("torch.tensordot", T(2, 3, 4), T(3, 4, 5), dims)
    for equation, *shapes in (
        ["bhid,bhjd->bhij", [2, 3, 4, 5], [2, 3, 6, 5]], ["ij->ji", [2, 3]], ["ij,ij->ij", [2, 3], [2, 3]],
        ["i,j->ij", [2], [3]], ["i,i->", [2], [2]], ["i,i", [2], [2]], ["ij,jk", [2, 3], [3, 4]],
        ["ij,jk,kl->il", [2, 3], [3, 4], [4, 5]], ["bi,bi->b", [2, 3], [2, 3]], ["nchw,c->nhw", [2, 3, 4, 5], [3]],
        ["...ij,...jk->...ik", [2, 3, 4], [2, 4, 5]], ["...ij,jk->...ik", [2, 7, 3, 4], [4, 5]],
        ["b...,b...->b...", [2, 3, 4], [2, 3, 4]], ["ii->i", [3, 3]], ["ii", [3, 3]], ["ij->", [2, 3]], ["ij->j", [2, 3]],
        ["nctkv,kvw->nctw", [2, 3, 4, 5, 6], [5, 6, 6]], ["bqnc,bnchw->bqnhw", [2, 5, 3, 4], [2, 3, 4, 6, 7]],
        ["bhwc,hkc->bhwk", [2, 3, 4, 5], [3, 6, 5]], ["b i j, b j d -> b i d", [2, 3, 4], [2, 4, 5]],
        ["ij,jk->ik", [2, 3], [4, 5]], ["ij,jk->iz", [2, 3], [3, 5]], ["ijk", [2, 3]], ["ij,j", [2, 3]], ["ij->ii", [2, 3]],
        ["i,ij,j->", [2], [2, 3], [3]], ["bij,bjk->bik", [1, 3, 4], [2, 4, 5]], ["bij,jk->bik", [2, 3, 4], [1, 5]],
        ["ij,kj->ikj", [2, 3], [4, 3]], ["ij,kl->", [2, 3], [4, 5]], ["ab,ab,ab->a", [2, 3], [2, 3], [2, 3]],
    ):
        call("torch.einsum", equation, *[T(*s) for s in shapes])
    call("torch.einsum", "ij,jk->ik", [T(2, 3), T(3, 4)])
    for shape in ([3, 3], [2, 3, 3], [3, 4], [3]):
        for name in ("det", "slogdet", "logdet", "inverse", "linalg.qr", "linalg.svd", "linalg.svdvals", "linalg.eigh", "linalg.eigvalsh"):
            call(f"torch.{name}", T(*shape))
        for n in range(6):
            call("torch.matrix_power", T(*shape), n)
    eye = T(2, 2, values=[2.0, 0.0, 0.0, 2.0])
    call("torch.linalg.cholesky", eye)
    call("torch.linalg.inv", eye)
    call("torch.linalg.solve", eye, T(2))
    call("torch.linalg.solve", eye, T(2, 3))
    call("torch.linalg.solve", eye, T(3, 2))
    call("torch.linalg.svd", T(2, 3, 4), full_matrices=False)
    call("torch.linalg.qr", T(3, 2), mode="complete")
    call("torch.cross", T(4, 3), T(4, 3), dim=1)
    call("torch.cross", T(4, 2), T(4, 2), dim=1)
    call("torch.linalg.cross", T(4, 3), T(1, 3))
    call("torch.inner", T(), T(3))
    cases_of_matrices(call, T)
    cases_of_systems(call, T)


def cases_of_matrices(call, T):
    names = ("linalg.cholesky_ex", "linalg.inv_ex", "linalg.lu_factor", "linalg.lu_factor_ex", "linalg.ldl_factor", "linalg.lu",
             "linalg.eig", "linalg.eigvals", "geqrf", "qr", "svd", "linalg.cond", "linalg.pinv", "pinverse", "linalg.matrix_rank",
             "matrix_exp", "linalg.matrix_exp", "cholesky_inverse", "lu", "corrcoef", "cov", "linalg.vander", "vander")
    for name in names:
        for shape in ([3, 3], [2, 3, 3], [3, 4], [4, 3], [3], []):
            call(f"torch.{name}", T(*shape))
        for dtype in ("float64", "complex64", "int64", "float16"):
            if (name, dtype) != ("cov", "int64"):
                call(f"torch.{name}", T(3, 3, dtype=dtype))
    for name in ("qr", "svd", "geqrf", "pinverse", "matrix_exp", "cov", "corrcoef", "lu"):
        call(f".{name}", T(3, 3))
    for some in (True, False):
        call("torch.qr", T(2, 4, 3), some)
        call("torch.svd", T(2, 4, 3), some)
        call("torch.svd", T(3, 4), some=some)
    call("torch.svd", T(3, 4), compute_uv=False)
    call("torch.linalg.lu", T(4, 3), pivot=True)
    call("torch.linalg.pinv", T(3, 3), hermitian=True)
    call("torch.linalg.householder_product", T(4, 3), T(3))
    call("torch.orgqr", T(2, 4, 3), T(2, 3))
    for n in (None, 2, 5):
        call("torch.vander", T(4), n)
        call("torch.linalg.vander", T(2, 4), N=n)
        call("torch.vander", T(4, dtype="int64"), n, increasing=True)
    for shapes in ([[3, 4], [4, 5]], [[3, 4], [4, 5], [5, 6]], [[10, 3], [3, 50], [50, 2], [2, 7]], [[4], [4, 5], [5]], [[4], [4, 5]],
                   [[3, 4], [4]], [[3, 4]], [[3, 4], [5, 6]], [[2, 3, 4], [4, 5]], [[30, 1], [1, 40], [40, 10], [10, 25]]):
        call("torch.linalg.multi_dot", [T(*s) for s in shapes])
    for left, right in (([3, 5], [3, 5]), ([3, 5], [5]), ([2, 3, 5], [3, 5]), ([3, 5], [3, 4]), ([], [3])):
        call("torch.linalg.vecdot", T(*left), T(*right))
        call("torch.linalg.vecdot", T(*left), T(*right), dim=0)
    for r, replaced in ((2, False), (2, True), (3, False), (3, True), (1, False), (0, False), (6, False), (-1, False)):
        call("torch.combinations", T(5), r, replaced)
    call("torch.combinations", T(5))
    call("torch.combinations", T(2, 5))


def cases_of_systems(call, T):
    eye = T(2, 2, values=[2.0, 0.0, 0.0, 2.0])
    two = T(3, 2, 2, values=[2.0, 0.0, 0.0, 2.0] * 3)
    for matrix in (eye, two):
        for right in ([2], [2, 3], [3, 2], [3, 2, 4], [3, 4, 2], [1, 2, 3], [5, 3, 2, 2], []):
            call("torch.linalg.solve", matrix, T(*right))
            call("torch.linalg.solve", matrix, T(*right), left=False)
            call("torch.linalg.solve_ex", matrix, T(*right))
            call("torch.linalg.solve_triangular", matrix, T(*right), upper=True)
            call("torch.linalg.solve_triangular", matrix, T(*right), upper=False, left=False)
            call("torch.cholesky_solve", T(*right), matrix)
            call("torch.triangular_solve", T(*right), matrix)
    call("torch.linalg.solve_triangular", eye, T(2, 3))
    call("torch.linalg.solve", T(2, 3), T(2, 3))
    call("torch.linalg.solve", eye, T(2, 3, dtype="float64"))
    call("torch.linalg.solve", T(2, 2, dtype="int64"), T(2, 2, dtype="int64"))
    call("torch.linalg.solve", A=eye, B=T(2))
    call("torch.linalg.lu_solve", eye, T(2, dtype="int32", values=[1, 2]), T(2, 3))
    call("torch.linalg.lu_solve", eye, T(2, dtype="int32", values=[1, 2]), T(3, 3))
    for shape, ind in (([4, 6, 8, 3], 2), ([4, 6, 24], 2), ([24, 8, 3], 1), ([4, 4], 1), ([4, 5], 1), ([4, 4], 0)):
        call("torch.linalg.tensorinv", T(*shape), ind)
