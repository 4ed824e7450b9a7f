package etude.tuner.doctor;

import etude.datasets.EtudeException;
import etude.trainer.engine.EngineReport;
import etude.trainer.model.KernelCheck;
import etude.tuner.text.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** The engine and the devices it can use. */
public final class EngineChecks {
    private EngineChecks() {}

    /** Loads the engine and lets it compute. */
    public static List<Finding> findings() {
        try {
            List<Finding> findings = new ArrayList<>(findings(EngineReport.probe()));
            findings.add(kernels(KernelCheck.worst()));
            return findings;
        } catch (EtudeException e) {
            return List.of(
                    Finding.fail(
                            "engine",
                            e.getMessage()
                                    + "; delete ~/.djl.ai to unpack the engine again, or set"
                                    + " PYTORCH_LIBRARY_PATH to an installed libtorch"));
        }
    }

    static List<Finding> findings(EngineReport report) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        "engine",
                        "%s %s with DJL %s, %d threads by default; it computes"
                                .formatted(
                                        report.name(),
                                        report.version(),
                                        report.djlVersion(),
                                        report.threads())));
        findings.add(cuda(report));
        for (EngineReport.Gpu gpu : report.gpus()) {
            findings.add(
                    Finding.ok(
                            "gpu:" + gpu.number(),
                            "%s, of which %s are in use; compute capability %s"
                                    .formatted(
                                            ByteSize.text(gpu.totalBytes()),
                                            ByteSize.text(gpu.usedBytes()),
                                            gpu.computeCapability())));
        }
        return findings;
    }

    static Finding kernels(KernelCheck.Result worst) {
        if (worst.difference() <= KernelCheck.TOLERANCE) {
            return Finding.ok(
                    "kernels",
                    "products and convolutions agree with float64, relative to their norm, within %.0e"
                            .formatted(worst.difference()));
        }
        return Finding.fail(
                "kernels",
                "%s is off by %.0e of its norm on this processor; set ONEDNN_MAX_CPU_ISA=AVX2, look again, and train only once this line is OK"
                        .formatted(worst.layer(), worst.difference()));
    }

    private static Finding cuda(EngineReport report) {
        if (report.gpus().isEmpty() && report.gpusVisible() > 0) {
            return Finding.warn(
                    "cuda",
                    "%d GPUs are here but the engine is a CPU build; build with"
                                    .formatted(report.gpusVisible())
                            + " ETUDE_MAVEN_ARGUMENTS=-Pcuda");
        }
        return report.cudaVersion()
                .map(version -> Finding.ok("cuda", "version " + version))
                .orElseGet(() -> Finding.ok("cuda", "not found; training uses the CPU"));
    }
}
