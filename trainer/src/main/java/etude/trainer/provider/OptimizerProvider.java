package etude.trainer.provider;

import ai.djl.ndarray.NDArray;
import etude.datasets.provider.Provider;
import java.util.List;

/**
 * Makes one kind of optimizer, for {@code optimizer.name}. What is around the rule is Etude's:
 * clipping, the schedule, decoupled weight decay, the check for numbers that are not finite, and
 * saving the state.
 */
public interface OptimizerProvider extends Provider {
    /** A record that implements {@link Rates} too, so that it has a key {@code learning_rate}. */
    @Override
    Class<? extends Record> settings();

    /**
     * The rule with some settings.
     *
     * @param settings an instance of {@link #settings}
     */
    Rule of(Record settings);

    /** What the settings of every optimizer tell. */
    interface Rates {
        /** The base learning rate, which the schedule scales. */
        double learningRate();

        /** Decoupled weight decay, times the learning rate; biases and norm scales are spared. */
        default double weightDecay() {
            return 0;
        }
    }

    /** How an update follows from a gradient. All vectors are as long as the parameters. */
    interface Rule {
        /** The vectors of state, saved with each checkpoint: their names, always in this order. */
        List<String> state();

        /** What a vector of state has everywhere at first. */
        default double start(String name) {
            return 0;
        }

        /**
         * What an update subtracts, before it is multiplied with the learning rate. Nothing that is
         * passed may be changed.
         *
         * @param gradient clipped; 0 where parameters are frozen
         * @param state in the order of {@link #state}
         * @param number of the update, from 1
         */
        Direction direction(NDArray weights, NDArray gradient, List<NDArray> state, long number);
    }

    /**
     * Where an update goes.
     *
     * @param vector that is multiplied with the learning rate and subtracted
     * @param state after the update, in the order of {@link Rule#state}
     */
    record Direction(NDArray vector, List<NDArray> state) {
        public Direction {
            state = List.copyOf(state);
        }
    }
}
