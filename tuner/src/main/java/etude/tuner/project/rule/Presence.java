package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether something helps at all: its presence is scientific, its strength nuisance, and the
 * learning rate is tuned with and without it.
 *
 * @param key of the config
 * @param thing in a sentence, such as {@code weight decay}
 * @param strength its hyperparameter as a study file has it, where it is present
 * @param further the same in a joint search, from hardly present on
 * @param obstacle why it has no meaning here; empty where it may help
 * @param sign why it may help here; empty where nothing speaks for it
 * @param pressing whether the sign is more than a hint
 */
record Presence(
        String step,
        String title,
        String section,
        String key,
        String thing,
        Function<ProjectState, String> strength,
        Function<ProjectState, String> further,
        Function<ProjectState, Optional<String>> obstacle,
        Function<ProjectState, Optional<String>> sign,
        Predicate<ProjectState> pressing,
        String noSign)
        implements Question {
    @Override
    public Optional<String> pointless(ProjectState state) {
        if (state.config().keeps(key)) {
            return Optional.of("project.yaml keeps %s.".formatted(key));
        }
        return obstacle.apply(state)
                .or(
                        () ->
                                sign.apply(state).isPresent()
                                        ? Optional.empty()
                                        : Optional.of(Regularizers.noSign(state, noSign)));
    }

    @Override
    public String why(ProjectState state) {
        return sign.apply(state).orElse("");
    }

    @Override
    public boolean isPressing(ProjectState state) {
        return pressing.test(state);
    }

    @Override
    public Design design(ProjectState state) {
        String presence = "use_" + step;
        return Design.of(
                "Does %s help, its strength and the learning rate tuned?".formatted(thing),
                2,
                Design.OF_TWO,
                List.of(
                        Parameters.scientific(presence, "[false, true]"),
                        Parameters.when(strength.apply(state), presence + ": true"),
                        Parameters.rate(state, 4, 4)));
    }

    @Override
    public List<String> searchedFurther(ProjectState state) {
        return List.of(further.apply(state));
    }
}
