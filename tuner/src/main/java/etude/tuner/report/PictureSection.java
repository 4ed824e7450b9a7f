package etude.tuner.report;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.trainer.run.Prediction;
import etude.tuner.page.Picture;
import etude.tuner.page.Section;
import etude.tuner.page.VerdictCard.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Pictures with what they are and what a model took them for, its mistakes first. */
final class PictureSection {
    private static final int MOST = 40;

    private PictureSection() {}

    /**
     * The section; empty where the examples are no pictures.
     *
     * @param predictions one for each example
     */
    static Optional<Section> of(Dataset examples, List<Prediction> predictions, String whose) {
        if (!(examples.spec().features() instanceof Features.Image image)
                || (image.channels() != 1 && image.channels() != 3)) {
            return Optional.empty();
        }
        List<Section.Captioned> pictures = new ArrayList<>();
        Batch batch = new Batch(examples.spec(), 1);
        for (int index : order(predictions)) {
            examples.read(index, batch, 0);
            Picture picture =
                    new Picture(
                            image.width(),
                            image.height(),
                            image.channels(),
                            batch.images().clone());
            pictures.add(captioned(picture, examples.name(index), predictions.get(index)));
        }
        return Optional.of(
                new Section.Pictures(
                        "Sample predictions of " + whose, description(predictions), pictures));
    }

    /** Mistakes first, the most certain one at their head; then what was nearly a mistake. */
    private static List<Integer> order(List<Prediction> predictions) {
        Comparator<Integer> mistakesFirst = Comparator.comparing(i -> predictions.get(i).correct());
        return IntStream.range(0, predictions.size())
                .boxed()
                .sorted(
                        mistakesFirst.thenComparingDouble(
                                i ->
                                        predictions.get(i).correct()
                                                ? predictions.get(i).probability()
                                                : -predictions.get(i).probability()))
                .limit(MOST)
                .toList();
    }

    private static Section.Captioned captioned(
            Picture picture, String source, Prediction prediction) {
        String predicted =
                "%s, %d %%"
                        .formatted(
                                prediction.predicted(),
                                (int) Math.floor(100 * prediction.probability()));
        return new Section.Captioned(
                picture,
                "%s, predicted %s".formatted(prediction.label(), predicted),
                source,
                prediction.correct() ? Standing.GOOD : Standing.PROBLEM,
                predicted,
                "truth: " + prediction.label());
    }

    private static String description(List<Prediction> predictions) {
        long wrong = predictions.stream().filter(p -> !p.correct()).count();
        String all =
                "Of the %d validation examples that the run chose once, %d %s predicted wrongly at the best step."
                        .formatted(predictions.size(), wrong, wrong == 1 ? "is" : "are");
        String order =
                " Mistakes come first, the most certain one at their head; then what was right, the least certain first. Below each stand the prediction, its probability and the truth.";
        return predictions.size() > MOST ? all + order + " " + MOST + " are shown." : all + order;
    }
}
