package etude.tuner.analysis.verdict;

import java.util.List;

/** Something the playbook asks a study. */
interface Question {
    /** One verdict, or one for each part of the study that it is asked about. */
    List<Verdict> ask(Basis basis);
}
