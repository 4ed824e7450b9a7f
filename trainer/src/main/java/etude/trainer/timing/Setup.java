package etude.trainer.timing;

/**
 * What a config builds here.
 *
 * @param device such as {@code cpu()} or {@code gpu(0)}
 * @param gpu whether that is a GPU
 * @param deviceMemory bytes of the GPU that a process may have: a limit, or what others left; 0 on
 *     the CPU
 * @param threads of the CPU that one operator may use
 * @param trainExamples to train on
 * @param validationExamples to validate on
 * @param parameters trainable numbers of the model
 * @param engine name and version
 */
public record Setup(
        String device,
        boolean gpu,
        long deviceMemory,
        int threads,
        int trainExamples,
        int validationExamples,
        long parameters,
        String engine) {}
