package etude.trainer.run;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.datasets.config.Setting;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelProvider;
import org.jspecify.annotations.Nullable;

/** A model that wants more memory than there is, in training or in evaluation. */
public final class HungryProvider implements ModelProvider {
    /** When it is hungry. */
    public record Settings(
            @Setting(value = "Whether training asks for too much.", defaultsTo = "false")
                    boolean training) {}

    @Override
    public String name() {
        return "hungry";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        ExampleSpec spec = context.spec();
        int classes = ((Target.Classes) spec.target()).names().size();
        return new SequentialBlock()
                .add(new Hungry(((Settings) settings).training()))
                .add(Blocks.batchFlattenBlock(spec.features().elements()))
                .add(Linear.builder().setUnits(classes).build());
    }

    private static final class Hungry extends AbstractBlock {
        private final boolean inTraining;

        Hungry(boolean inTraining) {
            this.inTraining = inTraining;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> parameters) {
            if (training == inTraining) {
                inputs.head().getManager().zeros(new Shape(1L << 50)); // 4 PiB
            }
            return inputs;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }
}
