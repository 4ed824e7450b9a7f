package etude.trainer.gpu;

import ai.djl.util.Utils;
import etude.datasets.EtudeException;
import java.util.Optional;

/**
 * Which of PyTorch's libraries a process loads. Decided from the folder that is named and not from
 * the CUDA runtime that DJL looks for: a machine with a driver alone has none, and that of a
 * toolkit says nothing of the libraries in the folder.
 */
public sealed interface EngineLibrary {
    /** The variable, or property of the JVM, that names a folder. */
    String VARIABLE = "PYTORCH_LIBRARY_PATH";

    /** DJL's name for the bridge that is to be loaded, in the same two places. */
    String FLAVOUR = "PYTORCH_FLAVOR";

    /** The build for CPUs that comes with Etude. */
    record Bundled() implements EngineLibrary {
        @Override
        public Optional<CudaBuild> cudaBuild() {
            return Optional.empty();
        }

        @Override
        public Optional<String> build() {
            return Optional.of(Libtorch.VERSION + "+cpu");
        }

        @Override
        public void prepare() {} // DJL takes it, and the bridge for it, from the class path

        @Override
        public String remedy() {
            return "delete %s to unpack it again".formatted(Utils.getEngineCacheDir());
        }

        @Override
        public String toString() {
            return "the CPU build that comes with Etude";
        }
    }

    /** One that is installed on this machine. */
    record Installed(Libtorch libtorch) implements EngineLibrary {
        @Override
        public Optional<CudaBuild> cudaBuild() {
            return libtorch.cudaBuild();
        }

        @Override
        public Optional<String> build() {
            return libtorch.version();
        }

        @Override
        public void prepare() {
            System.setProperty(FLAVOUR, libtorch.cuda() ? "cu128" : "cpu");
        }

        @Override
        public String remedy() {
            return LibraryFolder.ofThisProcess()
                    .map(folder -> "%s, or %s".formatted(Libtorch.INSTALL, folder.wayBack()))
                    .orElse(Libtorch.INSTALL);
        }

        @Override
        public String toString() {
            return "PyTorch %s in %s"
                    .formatted(libtorch.version().orElse(Libtorch.VERSION), libtorch.folder());
        }
    }

    /** Which build for GPUs it is; empty for a CPU build. */
    Optional<CudaBuild> cudaBuild();

    /** Its version as PyTorch writes it, such as {@code 2.7.1+cu128}; empty where not known. */
    Optional<String> build();

    /**
     * Tells DJL, before it loads the engine, which bridge belongs to the library. By itself it
     * would take the bridge's name from the CUDA runtime. What a user exported wins.
     */
    void prepare();

    /** What to do when it does not load. */
    String remedy();

    /**
     * That of this process.
     *
     * @throws EtudeException when a folder is named that the engine cannot use
     */
    static EngineLibrary ofThisProcess() {
        return choose(LibraryFolder.ofThisProcess(), System.getProperty("os.arch"));
    }

    /** What the environment names, which wins over what a checkout remembers. */
    static Optional<String> exported() {
        return Optional.ofNullable(System.getenv(VARIABLE));
    }

    /** Which bridge it has, as DJL names it; empty where DJL chooses. */
    static Optional<String> flavour() {
        return Optional.ofNullable(Utils.getEnvOrSystemProperty(FLAVOUR));
    }

    /**
     * That of a process for which a folder is named, or none.
     *
     * @throws EtudeException when there is no library in it, or none that the engine can use
     */
    static EngineLibrary choose(Optional<LibraryFolder> named, String architecture) {
        if (named.isEmpty()) {
            return new Bundled();
        }
        LibraryFolder folder = named.get();
        Libtorch libtorch = folder.libtorch().orElseThrow(() -> noLibrary(folder));
        refusal(libtorch, architecture)
                .ifPresent(
                        why -> {
                            throw new EtudeException("%s, or %s".formatted(why, folder.wayBack()));
                        });
        return new Installed(libtorch);
    }

    /** Why a library cannot be used on this machine: it would load and then fail, or worse. */
    static Optional<String> refusal(Libtorch libtorch) {
        return refusal(libtorch, System.getProperty("os.arch"));
    }

    /** As {@link #refusal(Libtorch)}, on a machine of an architecture as Java calls it. */
    static Optional<String> refusal(Libtorch libtorch, String architecture) {
        if (!libtorch.fits()) {
            return Optional.of(
                    "%s: PyTorch %s cannot be used, since the engine's bridge is for %s, on GPUs with CUDA 12; %s"
                            .formatted(
                                    libtorch.folder(),
                                    libtorch.version().orElse("of an unknown version"),
                                    Libtorch.VERSION,
                                    Libtorch.INSTALL));
        }
        if (libtorch.cuda() && !architecture.equals("amd64")) {
            return Optional.of(
                    "%s: the engine has no bridge for GPUs on %s, only on amd64; name a PyTorch %s for CPUs"
                            .formatted(libtorch.folder(), architecture, Libtorch.VERSION));
        }
        return Optional.empty();
    }

    private static EtudeException noLibrary(LibraryFolder folder) {
        return new EtudeException(
                "%s: expected a folder with %s, found none in %s; %s, or %s"
                        .formatted(
                                folder,
                                System.mapLibraryName("torch"),
                                folder.text(),
                                Libtorch.INSTALL,
                                folder.wayBack()));
    }
}
