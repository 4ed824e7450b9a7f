package etude.tuner.store;

import etude.trainer.run.RunAbandonedException;

/** The trial belongs to another attempt by now: this one must stop and write nothing more. */
public final class TrialLostException extends RunAbandonedException {
    TrialLostException(Claim claim, String why) {
        super(
                "%s is lost to worker %s, which made attempt %d: %s"
                        .formatted(claim.training().label(), claim.worker(), claim.attempt(), why));
    }
}
