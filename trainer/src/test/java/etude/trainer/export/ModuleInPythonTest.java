package etude.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.Batch;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.TargetScale;
import etude.trainer.loop.Inference;
import etude.trainer.run.SavedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exported modules in Python: {@code ETUDE_PYTHON} names one that has PyTorch. On the CPU, since a
 * card computes convolutions in TF32.
 */
@EnabledIfEnvironmentVariable(named = "ETUDE_PYTHON", matches = ".+")
final class ModuleInPythonTest {
    /** A folder each: module, input, and the type and shape of that. */
    private static final String SCRIPT =
            """
            import sys, torch
            for folder, kind, shape in zip(sys.argv[1::3], sys.argv[2::3], sys.argv[3::3]):
                model = torch.jit.load(folder + "/model.pt")
                data = bytearray(open(folder + ".input", "rb").read())
                input = torch.frombuffer(data, dtype=getattr(torch, kind))
                input = input.reshape([int(size) for size in shape.split("x")])
                with torch.no_grad():
                    output = model(input).flatten().contiguous()
                assert not any(p.is_cuda for p in model.parameters())
                if kind == "uint8":
                    assert model.class_names()[1] == 'é"1', model.class_names()
                open(folder + ".output", "wb").write(bytes(output.untyped_storage()))
            """;

    @TempDir private Path directory;

    private record Case(String name, SavedModel model, Batch batch, String type, String shape) {}

    private Case images(String name, String model) throws IOException {
        Preprocessing images = RandomModel.images(16, 3, 5);
        Batch batch = RandomModel.batch(images, 3);
        return exported(
                new Case(name, RandomModel.of(model, images), batch, "uint8", "3x16x16x3"),
                batch.images());
    }

    private Case table() throws IOException {
        double[][] rows = {{1.7e12 + 250, 1, 40}, {1.7e12 - 3e3, 0, -2.5}};
        Preprocessing table = RandomModel.table(new Target.Value(), new TargetScale(400, 25));
        ByteBuffer input = ByteBuffer.allocate(6 * Double.BYTES).order(ByteOrder.nativeOrder());
        Batch batch = new Batch(table.spec(), 2);
        int at = 0;
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                Encoding.Column column = ((Encoding.Table) table.encoding()).columns().get(i);
                column.write(row[i], batch.vectors(), at);
                at += column.width();
                input.putDouble(row[i]);
            }
        }
        batch.begin(0, 2, false);
        SavedModel model = RandomModel.of("{name: mlp, hidden: [6]}", table);
        return exported(new Case("table", model, batch, "float64", "2x3"), input.array());
    }

    private Case text() throws IOException {
        Preprocessing text = RandomModel.text(new Vocabulary.Bytes(), 12);
        SavedModel model = RandomModel.of("{name: gpt, layers: 2, width: 16, heads: 2}", text);
        Batch batch = RandomModel.batch(text, 2);
        ByteBuffer input = ByteBuffer.allocate(24 * Integer.BYTES).order(ByteOrder.nativeOrder());
        input.asIntBuffer().put(batch.tokens());
        return exported(new Case("text", model, batch, "int32", "2x12"), input.array());
    }

    private Case exported(Case one, byte[] input) throws IOException {
        Export.write(one.model(), ExportFormat.TORCHSCRIPT, directory.resolve(one.name()));
        Files.write(directory.resolve(one.name() + ".input"), input);
        return one;
    }

    @Test
    void pythonSaysWhatEvaluationSays() throws Exception {
        Case[] cases = {
            images("resnet", "{name: resnet, variant: imagenet, depth: 18}"),
            images("vit", "{name: vit, patch_size: 8, layers: 2, width: 16, heads: 2}"),
            table(),
            text()
        };
        Path script = Files.writeString(directory.resolve("call.py"), SCRIPT);
        ProcessBuilder python =
                new ProcessBuilder(System.getenv("ETUDE_PYTHON"), script.toString());
        for (Case one : cases) {
            python.command().add(directory.resolve(one.name()).toString());
            python.command().add(one.type());
            python.command().add(one.shape());
        }
        Path log = directory.resolve("log");
        int exit = python.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        for (Case one : cases) {
            assertSame(one, Files.readAllBytes(directory.resolve(one.name() + ".output")));
        }
    }

    private static void assertSame(Case one, byte[] output) {
        float[] found = new float[output.length / Float.BYTES];
        ByteBuffer.wrap(output).order(ByteOrder.nativeOrder()).asFloatBuffer().get(found);
        try (Inference inference = one.model().on("cpu", Optional.of(one.batch().capacity()))) {
            float[] expected = inference.evaluation().outputs(one.batch());
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i])
                        .as("%s, number %s", one.name(), i)
                        .isCloseTo(
                                expected[i], within(1.0e-5f * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }
}
