package etude.tuner.store;

/**
 * A study in the store.
 *
 * @param id by which the store's methods know it
 */
public record StoredStudy(long id, StudyDefinition definition) {}
