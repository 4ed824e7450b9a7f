package etude.tuner.space;

/**
 * A caveat on what a study can conclude; it does not stop the study.
 *
 * @param code which rule of the playbook, for programs
 * @param sentence for people
 */
public record Advice(String code, String sentence) {}
