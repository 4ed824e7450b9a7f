package etude.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.run.Outcome;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WorkerStateTest {
    private static final Outcome OUT_OF_MEMORY =
            new Outcome.OutOfMemory("batch_size", 512, "DefaultCPUAllocator: not enough");

    private final WorkerState state = new WorkerState(Optional.empty());

    private Ending after(Outcome outcome) {
        state.trained(outcome);
        return TrialWorker.ending(outcome, state);
    }

    @Test
    void whatDoesNotFitIntoANewProcessIsInfeasible() {
        assertThat(after(OUT_OF_MEMORY))
                .isEqualTo(
                        new Ending.Rejected(
                                new Infeasible.OutOfMemory(
                                        "batch_size", 512, "DefaultCPUAllocator: not enough")));
        assertThat(state.isWornOut()).isTrue();
    }

    @Test
    void whatDoesNotFitIntoAUsedProcessIsTriedAgainInANewOne() {
        assertThat(after(new Outcome.Completed(10))).isEqualTo(new Ending.Completed());
        assertThat(state.isWornOut()).isFalse();
        assertThat(after(OUT_OF_MEMORY))
                .isEqualTo(
                        new Ending.Crashed(
                                "batch_size 512 does not fit (DefaultCPUAllocator: not enough) in a"
                                        + " process that had trained 1 other trial; a new one tries it again"));
        assertThat(state.isWornOut()).isTrue();
    }

    @Test
    void aProcessEndsAfterManyTrials() {
        for (int trial = 1; trial < 200; trial++) {
            after(new Outcome.Diverged(3));
        }
        assertThat(state.isWornOut()).isFalse();
        after(new Outcome.Completed(10));
        assertThat(state.isWornOut()).isTrue();
    }
}
