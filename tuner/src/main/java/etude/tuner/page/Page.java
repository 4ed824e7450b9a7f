package etude.tuner.page;

import java.util.List;

/**
 * What a page says, from its title to its footer. Every text is shown as written; none is HTML.
 *
 * @param lead the result in one sentence
 */
public record Page(String title, String lead, List<Section> sections, Footer footer) {
    public Page {
        sections = List.copyOf(sections);
    }

    /** Whether it needs the charting library, which is most of a page. */
    boolean hasCharts() {
        return sections.stream().anyMatch(Section.Charts.class::isInstance);
    }

    /**
     * Where the page comes from.
     *
     * @param versions for example "etude 0.1.0", "PyTorch 2.7.1"
     * @param command what to type to get this page again
     */
    public record Footer(List<String> versions, String command) {
        public Footer {
            versions = List.copyOf(versions);
        }
    }
}
