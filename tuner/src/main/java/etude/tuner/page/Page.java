package etude.tuner.page;

import etude.tuner.text.ShortNames;
import java.util.List;

/**
 * What a page says, from its title to its footer. Every text is shown as written; none is HTML.
 *
 * @param lead what it is about, in a sentence or two
 * @param names shortened wherever people read them, with the full one to be hovered
 * @param files wherever a text has the name of one, it leads there
 */
public record Page(
        String title,
        String lead,
        ShortNames names,
        List<Cell.Link> files,
        List<Section> sections,
        Footer footer) {
    public Page {
        files = List.copyOf(files);
        sections = List.copyOf(sections);
    }

    /** One that leads nowhere by names. */
    public Page(
            String title, String lead, ShortNames names, List<Section> sections, Footer footer) {
        this(title, lead, names, List.of(), sections, footer);
    }

    /** One whose names are short as they are. */
    public Page(String title, String lead, List<Section> sections, Footer footer) {
        this(title, lead, ShortNames.none(), sections, footer);
    }

    /** Whether it needs the charting library, which is most of a page. */
    boolean hasCharts() {
        return sections.stream().anyMatch(section -> !section.figures().isEmpty());
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
