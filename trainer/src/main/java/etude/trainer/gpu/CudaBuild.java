package etude.trainer.gpu;

import java.util.List;
import java.util.Optional;

/**
 * A build of PyTorch for GPUs, and the cards that it has kernels for.
 *
 * @param cuda its version of CUDA
 * @param kernels compiled, without those that a listed one makes superfluous
 */
public record CudaBuild(String cuda, List<ComputeCapability> kernels) {
    /** What the bridge is compiled against, and DJL's host has. */
    static final CudaBuild CUDA_128 =
            new CudaBuild("12.8", List.of(of(7, 5), of(8, 0), of(9, 0), of(10, 0), of(12, 0)));

    /** The same version for older cards. */
    static final CudaBuild CUDA_126 =
            new CudaBuild("12.6", List.of(of(5, 0), of(6, 0), of(7, 0), of(8, 0), of(9, 0)));

    private static final int NEWEST_GENERATION = 12;

    public CudaBuild {
        kernels = List.copyOf(kernels);
    }

    /** That of a version as PyTorch writes it; without a word about CUDA it is the usual one. */
    static CudaBuild ofVersion(String version) {
        return version.endsWith("+cu126") ? CUDA_126 : CUDA_128;
    }

    /** One that has kernels for a card. */
    public static Optional<CudaBuild> forCard(ComputeCapability card) {
        return List.of(CUDA_128, CUDA_126).stream()
                .filter(build -> build.hasKernelsFor(card))
                .findFirst();
    }

    /** Whether its kernels run on a card; of cards newer than any build has nobody knows. */
    public boolean hasKernelsFor(ComputeCapability card) {
        return card.major() > NEWEST_GENERATION || kernels.stream().anyMatch(card::runs);
    }

    @Override
    public String toString() {
        return "PyTorch %s for CUDA %s".formatted(Libtorch.VERSION, cuda);
    }

    private static ComputeCapability of(int major, int minor) {
        return new ComputeCapability(major, minor);
    }
}
