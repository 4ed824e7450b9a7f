package etude.tuner.doctor;

import etude.datasets.EtudeException;
import etude.trainer.check.DeviceCheck;
import etude.trainer.check.PrecisionCheck;
import etude.trainer.engine.Devices;
import etude.trainer.engine.EngineReport;
import etude.trainer.engine.ProcessorType;
import etude.trainer.model.KernelCheck;
import etude.trainer.model.Kernels;
import java.util.ArrayList;
import java.util.List;

/** The engine and the devices it can use. */
public final class EngineChecks {
    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;

    private EngineChecks() {}

    /** Loads the engine and lets it compute on every device. */
    public static List<Finding> findings() {
        try {
            Devices.refuseTensorFloat32();
            EngineReport report = EngineReport.probe();
            List<Finding> findings = new ArrayList<>();
            findings.add(engine(report));
            findings.addAll(GpuChecks.findings(report));
            findings.add(kernels(ProcessorType.ofThisMachine(), report.threads()));
            findings.addAll(computed("cpu"));
            PrecisionCheck.ofCpu()
                    .advice()
                    .ifPresent(advice -> findings.add(Finding.warn("cpu", advice)));
            report.gpus().stream()
                    .filter(gpu -> GpuChecks.hasKernels(gpu, report))
                    .forEach(gpu -> findings.addAll(computed("gpu:" + gpu.number())));
            return findings;
        } catch (EtudeException e) {
            return List.of(Finding.fail("engine", String.valueOf(e.getMessage())));
        }
    }

    static Finding engine(EngineReport report) {
        return Finding.ok(
                "engine",
                "%s %s with DJL %s, %s, %d threads by default; it computes, and took %.1f s to load"
                        .formatted(
                                report.name(),
                                report.version(),
                                report.djlVersion(),
                                report.library(),
                                report.threads(),
                                report.startSeconds()));
    }

    static Finding kernels(ProcessorType type, int threads) {
        return Finding.ok(
                "kernels",
                "%s, %s: %s".formatted(type, type.words(), Kernels.of(type, threads).words()));
    }

    private static List<Finding> computed(String device) {
        try {
            DeviceCheck check = DeviceCheck.of(device);
            return List.of(kernels(device, check), speed(device, check));
        } catch (EtudeException e) {
            return List.of(Finding.fail(device, String.valueOf(e.getMessage())));
        }
    }

    static Finding kernels(String device, DeviceCheck check) {
        KernelCheck.Result worst = check.kernels();
        if (!(worst.difference() <= KernelCheck.TOLERANCE)) {
            return Finding.fail(
                    device,
                    "%s is off by %.0e of its norm; %s, look again, and train only once this line is OK"
                            .formatted(
                                    worst.layer(),
                                    worst.difference(),
                                    device.equals("cpu")
                                            ? "set ONEDNN_MAX_CPU_ISA=AVX2"
                                            : "update the driver"));
        }
        if (!(check.bfloat16Difference() <= DeviceCheck.BFLOAT16_TOLERANCE)) {
            return Finding.fail(
                    device,
                    "a product in bfloat16 is off by %.0e of its norm; train with precision: float32"
                            .formatted(check.bfloat16Difference()));
        }
        if (!check.copiedRight()) {
            return Finding.fail(
                    device, "numbers come back from it changed; do not train on this device");
        }
        return Finding.ok(
                device,
                "products and convolutions with their gradients agree with float64, relative to their norm, within %.0e, a bfloat16 product with float32 within %.0e; copies are exact"
                        .formatted(worst.difference(), check.bfloat16Difference()));
    }

    private static Finding speed(String device, DeviceCheck check) {
        return Finding.ok(
                device,
                "%.3g TFLOP/s in float32, %.3g in bfloat16; %.1f GB/s in its memory, %.1f to it and back; first number after %.2f s"
                        .formatted(
                                check.float32() / TERA,
                                check.bfloat16() / TERA,
                                check.memoryBytesPerSecond() / GIGA,
                                check.copyBytesPerSecond() / GIGA,
                                check.firstSeconds()));
    }
}
