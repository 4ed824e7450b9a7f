package etude.tuner.surrogate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/**
 * The inverse of a symmetric positive definite matrix.
 *
 * @param logRoot half the logarithm of the matrix's determinant
 */
record Inverted(DMatrixRMaj inverse, double logRoot) {
    /**
     * The solution x of A x = b.
     *
     * @param matrix A; overwritten
     */
    static double[] solved(DMatrixRMaj matrix, double[] b) {
        LinearSolverChol_DDRM solver = solver(matrix, new CholeskyDecompositionInner_DDRM(true));
        DMatrixRMaj x = new DMatrixRMaj(b.length, 1);
        solver.solve(DMatrixRMaj.wrap(b.length, 1, b.clone()), x);
        return x.getData();
    }

    private static LinearSolverChol_DDRM solver(
            DMatrixRMaj matrix, CholeskyDecompositionInner_DDRM decomposition) {
        LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(decomposition);
        if (!solver.setA(matrix)) {
            throw new IllegalStateException("a covariance matrix is not positive definite");
        }
        return solver;
    }

    /**
     * Inverts a matrix.
     *
     * @param matrix overwritten
     */
    static Inverted of(DMatrixRMaj matrix) {
        CholeskyDecompositionInner_DDRM decomposition = new CholeskyDecompositionInner_DDRM(true);
        LinearSolverChol_DDRM solver = solver(matrix, decomposition);
        double logRoot = 0;
        for (int i = 0; i < matrix.getNumRows(); i++) {
            logRoot += StrictMath.log(decomposition.getT().unsafe_get(i, i));
        }
        DMatrixRMaj inverse = new DMatrixRMaj(matrix.getNumRows(), matrix.getNumRows());
        solver.invert(inverse);
        return new Inverted(inverse, logRoot);
    }
}
