package etude.tuner.doctor;

import etude.trainer.engine.EngineReport;
import etude.trainer.gpu.CudaBuild;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.Libtorch;
import etude.trainer.gpu.NvidiaDriver;
import etude.tuner.process.GpuNotices;
import etude.tuner.text.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether driver, cards and the engine's library go together: facts in, sentences out. */
final class GpuChecks {
    /** NVIDIA's CUDA Compatibility: 525.60.13 runs all of CUDA 12, 570.26 came with 12.8. */
    private static final String NEWEST = "570.26";

    private static final String SWITCH =
            "`etude doctor --use gpu` fetches the CUDA build from DJL's own host (some 3 GB), `etude doctor --use DIR` takes an installed PyTorch %s"
                    .formatted(Libtorch.VERSION);

    private GpuChecks() {}

    static List<Finding> findings(EngineReport report) {
        List<Finding> findings = new ArrayList<>();
        findings.add(driver(report));
        report.gpus().forEach(gpu -> findings.add(gpu(gpu, report)));
        return findings;
    }

    /** Whether the engine can have kernels for a card; it has where the card is not known. */
    static boolean hasKernels(EngineReport.Gpu gpu, EngineReport report) {
        return gpu.card()
                .map(GraphicsCard::capability)
                .flatMap(card -> report.library().cudaBuild().map(b -> b.hasKernelsFor(card)))
                .orElse(true);
    }

    private static Finding driver(EngineReport report) {
        Optional<CudaBuild> build = report.library().cudaBuild();
        if (report.driver().isEmpty()) {
            return build.isEmpty()
                    ? Finding.ok("driver", "no NVIDIA driver; training uses the CPU")
                    : Finding.warn(
                            "driver",
                            "no NVIDIA driver, though %s is for GPUs; training uses the CPU until a driver is installed, version %s or newer"
                                    .formatted(report.library(), NEWEST));
        }
        return driver(report, report.driver().get(), build);
    }

    private static Finding driver(
            EngineReport report, NvidiaDriver driver, Optional<CudaBuild> build) {
        String found = "NVIDIA %s%s".formatted(driver.version(), names(driver));
        if (!driver.isAtLeast(525, 60)) {
            String advice =
                    "%s, too old for CUDA 12; install version %s or newer".formatted(found, NEWEST);
            return build.isEmpty()
                    ? Finding.warn("driver", advice)
                    : Finding.fail("driver", advice);
        }
        if (build.isEmpty()) {
            return Finding.warn(
                    "driver",
                    "%s, but the engine is %s and training uses the CPU; %s"
                            .formatted(found, report.library(), SWITCH));
        }
        if (report.gpus().isEmpty()) {
            return Finding.fail(
                    "driver",
                    "%s, but the engine sees no GPU; look at CUDA_VISIBLE_DEVICES, at who may open /dev/nvidia*, and in a container at how it was given its GPUs"
                            .formatted(found));
        }
        return driver.isAtLeast(570, 26)
                ? Finding.ok("driver", found)
                : Finding.warn(
                        "driver",
                        "%s, which runs CUDA 12.8 by its minor version compatibility; if a kernel fails, install version %s or newer"
                                .formatted(found, NEWEST));
    }

    private static String names(NvidiaDriver driver) {
        return driver.cards().stream()
                .map(GraphicsCard::name)
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> " with %d x %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(" and"));
    }

    private static Finding gpu(EngineReport.Gpu gpu, EngineReport report) {
        String subject = "gpu:" + gpu.number();
        if (gpu.card().isEmpty()) {
            return Finding.ok(subject, "the driver does not tell which card it is");
        }
        GraphicsCard card = gpu.card().get();
        if (!hasKernels(gpu, report)) {
            return Finding.fail(
                    subject,
                    "%s has compute capability %s, for which %s has no kernels; %s"
                            .formatted(
                                    card.name(),
                                    card.capability(),
                                    report.library(),
                                    otherBuild(card)));
        }
        return Finding.ok(
                subject,
                "%s, compute capability %s, %s, of which %s are in use%s"
                        .formatted(
                                card.name(),
                                card.capability(),
                                ByteSize.text(card.totalBytes()),
                                ByteSize.text(card.usedBytes()),
                                uses(card)));
    }

    private static String otherBuild(GraphicsCard card) {
        return CudaBuild.forCard(card.capability())
                .map("%s has them: name its folder with `etude doctor --use DIR`"::formatted)
                .orElse(
                        "no build of PyTorch %s has them, so use another card or --device cpu"
                                .formatted(Libtorch.VERSION));
    }

    private static String uses(GraphicsCard card) {
        return card.uses().isEmpty() ? "" : " (%s)".formatted(GpuNotices.words(card.uses()));
    }
}
