package etude.trainer.model;

/** One operation on a tensor and on parameters, as a text for each shape and mode. */
@FunctionalInterface
interface Kernel {
    /** One TorchScript method {@code forward}, perhaps with others before it that it calls. */
    String text(Pass pass);
}
