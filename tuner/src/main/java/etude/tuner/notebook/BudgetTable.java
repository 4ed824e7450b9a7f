package etude.tuner.notebook;

import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.project.JournalEntry;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.Guide;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the budget was spent for, and how well that was predicted. */
record BudgetTable(Guide guide) {
    private record Spent(double charged, double took) {
        Spent plus(JournalEntry entry) {
            return new Spent(
                    charged + entry.chargedSeconds(), took + entry.tookSeconds().orElse(0));
        }

        boolean isNothing() {
            return charged == 0 && took == 0;
        }
    }

    Section section() {
        ProjectState state = guide.state();
        List<List<String>> rows = new ArrayList<>();
        spent().forEach((purpose, spent) -> rows.add(row(purpose, spent)));
        rows.add(row("All together", new Spent(state.secondsCharged(), state.secondsTaken())));
        rows.add(
                List.of(
                        "Left of total_budget " + state.config().totalBudget(),
                        Quantities.duration(Math.max(0, state.secondsLeft())),
                        "",
                        share(Math.max(0, state.secondsLeft()))));
        return new Section.Table(
                "Budget by purpose",
                List.of(
                        Column.text("For"),
                        Column.number("Charged", "as predicted"),
                        Column.number("Took", "by the clock"),
                        Column.number("Share", "of the budget")),
                rows);
    }

    /** By the titles of rules, in their order; what belongs to none comes last. */
    private Map<String, Spent> spent() {
        Map<String, String> titles = new LinkedHashMap<>();
        Map<String, Spent> spent = new LinkedHashMap<>();
        for (Guide.Judged judged : guide.judged()) {
            titles.put(judged.rule().step(), judged.rule().title());
            spent.put(judged.rule().title(), new Spent(0, 0));
        }
        for (JournalEntry entry : guide.state().journal().entries()) {
            String purpose = titles.getOrDefault(entry.step(), entry.step());
            spent.put(purpose, spent.getOrDefault(purpose, new Spent(0, 0)).plus(entry));
        }
        spent.values().removeIf(Spent::isNothing);
        return spent;
    }

    private List<String> row(String purpose, Spent spent) {
        return List.of(
                purpose,
                Quantities.duration(spent.charged()),
                Quantities.duration(spent.took()),
                share(spent.charged()));
    }

    private String share(double seconds) {
        return Numbers.percent(seconds / guide.state().config().totalBudget().seconds());
    }
}
