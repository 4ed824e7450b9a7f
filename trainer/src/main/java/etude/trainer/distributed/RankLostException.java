package etude.trainer.distributed;

import etude.datasets.EtudeException;

/** A rank does not answer any more, so that nobody can go on. */
public final class RankLostException extends EtudeException {
    private static final long serialVersionUID = 1;

    private final boolean speaker;

    RankLostException(String sentence, boolean speaker) {
        super(sentence);
        this.speaker = speaker;
    }

    /** Whether this rank is the first of those that are left, which says so for all. */
    public boolean isSpeaker() {
        return speaker;
    }
}
