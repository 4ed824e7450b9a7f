package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTypeTest {
    private static final String ZEN5 =
            "fpu fma sse2 fma avx avx2 avx512f avx512dq avx512ifma avx512cd avx512bw avx512vl avx512_bf16";

    @ParameterizedTest
    @CsvSource({
        "AMD_AVX512, AuthenticAMD, " + ZEN5,
        "AMD_AVX2, AuthenticAMD, fpu sse2 fma avx avx2 sha_ni",
        "INTEL_AVX512, GenuineIntel, fpu fma avx2 avx512f avx512dq avx512bw avx512vl avx512_bf16 amx_tile",
        "INTEL_AVX2, GenuineIntel, fpu fma avx2 avx_vnni",
        // Knights Landing has no byte and word instructions, and PyTorch has AVX2 there
        "INTEL_AVX2, GenuineIntel, fma avx2 avx512f avx512cd avx512er avx512pf",
        "OTHER, GenuineIntel, fpu sse2 avx",
        "OTHER, HygonGenuine, fma avx2",
    })
    void ofWhatLinuxSays(ProcessorType type, String vendor, String flags) {
        assertThat(
                        ProcessorType.of(
                                List.of(
                                        "processor\t: 0",
                                        "vendor_id\t: " + vendor,
                                        "cpu family\t: 26",
                                        "flags\t\t: " + flags,
                                        "",
                                        "processor\t: 1")))
                .isEqualTo(type);
    }

    @Test
    void anArmProcessorIsAnother() {
        assertThat(
                        ProcessorType.of(
                                List.of(
                                        "processor\t: 0",
                                        "Features\t: fp asimd sve2 bf16",
                                        "CPU implementer\t: 0x41")))
                .isEqualTo(ProcessorType.OTHER);
        assertThat(ProcessorType.of(List.of())).isEqualTo(ProcessorType.OTHER);
    }

    @Test
    void namesAreThoseOfConfigs() {
        assertThat(ProcessorType.AMD_AVX512).hasToString("amd_avx512");
        assertThat(ProcessorType.named("amd_avx512")).contains(ProcessorType.AMD_AVX512);
        assertThat(ProcessorType.named("auto")).isEmpty();
    }

    /** What {@code at::get_cpu_capability} returns, a string of C++ with its characters inside. */
    @Test
    void theEngineSaysTheSameOfThisMachine() {
        assumeThat(System.getProperty("os.name") + System.getProperty("os.arch"))
                .isEqualTo("Linuxamd64");
        assumeThat(System.getenv("ATEN_CPU_CAPABILITY")).isNull();
        Devices.engine();
        Memory string = new Memory(32);
        NativeLibrary.getInstance("torch_cpu")
                .getFunction("_ZN2at18get_cpu_capabilityB5cxx11Ev")
                .invokeVoid(new Object[] {string});

        String expected =
                switch (ProcessorType.ofThisMachine()) {
                    case AMD_AVX512, INTEL_AVX512 -> "AVX512";
                    case AMD_AVX2, INTEL_AVX2 -> "AVX2";
                    case OTHER -> "DEFAULT";
                };
        assertThat(string.getPointer(0).getString(0)).isEqualTo(expected);
    }
}
