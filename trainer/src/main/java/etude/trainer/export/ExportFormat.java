package etude.trainer.export;

/** What an exported folder holds. */
public enum ExportFormat {
    /** A whole module, with the preprocessing inside. */
    TORCHSCRIPT("model.pt"),
    /** The weights alone, by name. */
    SAFETENSORS("model.safetensors");

    private final String file;

    ExportFormat(String file) {
        this.file = file;
    }

    /** Name of the file with the weights. */
    public String file() {
        return file;
    }
}
