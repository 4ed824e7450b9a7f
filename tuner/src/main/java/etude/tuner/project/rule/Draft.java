package etude.tuner.project.rule;

import etude.tuner.project.DraftFile;
import java.util.List;

/**
 * A step that is due.
 *
 * @param why the evidence, in sentences
 * @param files that the action needs
 * @param round the folder of the round that it is part of; empty where it is of none
 */
public record Draft(String why, Action action, Cost cost, List<DraftFile> files, String round) {
    public Draft {
        files = List.copyOf(files);
    }

    /** Of something that needs no file. */
    static Draft of(String why, Action action, Cost cost) {
        return new Draft(why, action, cost, List.of(), "");
    }

    /** Of what only a person can do. */
    static Draft byHand(String why, String sentence) {
        return of(why, new Action.ByHand(sentence), Cost.none());
    }
}
