package etude.trainer.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in a file means what YAML 1.2's core schema says. */
final class YamlReaderTest {
    private final Problems problems = new Problems();

    private Optional<ConfigNode> read(String yaml) {
        return YamlReader.read(yaml, line -> new Place("f.yaml", line), problems);
    }

    private Scalar value(String written) {
        Mapping root = (Mapping) read("key: " + written + "\n").orElseThrow();
        return (Scalar) root.get("key").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "10,INTEGER,10",
                "010,INTEGER,10",
                "0777,INTEGER,777",
                "-007,INTEGER,-7",
                "+5,INTEGER,5",
                "0o17,INTEGER,15",
                "0x1F,INTEGER,31",
                "08,INTEGER,8",
                ".5,DECIMAL,.5",
                "5.,DECIMAL,5.",
                "+5.0,DECIMAL,+5.0",
                "1e3,DECIMAL,1e3",
                "1e-3,DECIMAL,1e-3",
                "1.0E+5,DECIMAL,1.0E+5",
                "0b11,TEXT,0b11",
                "0O17,TEXT,0O17",
                "0X1F,TEXT,0X1F",
                "-0o17,TEXT,-0o17",
                "1_000,TEXT,1_000",
                "1_0.5,TEXT,1_0.5",
                "1:30,TEXT,1:30",
                "1:30.5,TEXT,1:30.5",
                "2026-01-31,TEXT,2026-01-31",
                "1e,TEXT,1e",
                ".,TEXT,.",
                "-,TEXT,-",
                ".inf,TEXT,.inf",
                "-.INF,TEXT,-.INF",
                ".nan,TEXT,.nan",
                "\u0663,TEXT,\u0663",
                "true,BOOLEAN,true",
                "True,BOOLEAN,true",
                "FALSE,BOOLEAN,false",
                "tRUE,TEXT,tRUE",
                "yes,TEXT,yes",
                "No,TEXT,No",
                "on,TEXT,on",
                "OFF,TEXT,OFF",
                "y,TEXT,y",
                "=,TEXT,=",
                "<<,TEXT,<<",
                "null,NULL,null",
                "NULL,NULL,null",
                "~,NULL,null",
                "``,NULL,null",
                "nULL,TEXT,nULL",
                "&n,NULL,null",
                "\"5\",TEXT,5",
                "'5',TEXT,5",
                "'',TEXT,``",
                "&n \"5\",TEXT,5",
                "&n 5,INTEGER,5",
                "!!str 5,TEXT,5",
                "!!str,TEXT,``",
                "!!str &n 5,TEXT,5",
                "! 5,TEXT,5",
                "!!int 5,INTEGER,5",
                "!!int \"5\",INTEGER,5",
                "!!float 5.0,DECIMAL,5.0",
                "!!bool true,BOOLEAN,true",
                "!!null null,NULL,null",
            })
    void scalarsHaveTheKindOfTheCoreSchema(String written, Kind kind, String text) {
        // a lone dash would begin a list
        Scalar value =
                written.equals("-") ? CoreSchema.resolve(new Place(""), "-") : value(written);

        assertThat(problems.sentences()).isEmpty();
        assertThat(value.kind()).isEqualTo(kind);
        assertThat(value.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "!!int five,!!int",
        "!!float 5,!!float",
        "!!binary aGk=,!!binary",
        "!!timestamp 2026-01-01,!!timestamp",
        "!own 5,!own",
        "!!java.lang.Runtime 5,!!java.lang.Runtime",
        "'!!set {a, b}',!!set",
        "!own [1],!own",
        "!!map [1],!!map"
    })
    void tagsThatDoNotFitAreProblems(String written, String tag) {
        read("key: " + written);

        assertThat(problems.sentences())
                .containsExactly(
                        "f.yaml:1: key: the YAML tag "
                                + tag
                                + " does not fit this value; remove it");
    }

    @Test
    void blocksOfTextAreTextWhateverTheyLookLike() {
        assertThat(value("|\n  5")).extracting(Scalar::kind).isEqualTo(Kind.TEXT);
        assertThat(value(">-\n  010")).extracting(Scalar::kind).isEqualTo(Kind.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [1\n",
                "a: 'b\n",
                "a: b: c\n",
                "a\n b: c\n- d\n",
                "\t- a\n",
                "a: %\n b: @\n",
                "a: `\n",
                "? [a, b]\n: c\n",
                "{[a]: b}\n",
                "a: \u0007\n",
                "a: \u0000\n",
                "\"\\q\": 1\n",
                "\"\\ud8\": 1\n",
                "\"\\Uffffffff\": 1\n",
                "%YAML 3.0\n---\na: 1\n",
                "--- |\n",
                "&a\n*b\n",
                "!<\n"
            })
    void whatIsNoConfigIsOneSentence(String yaml) {
        read(yaml).ifPresent(root -> problems.add(root.place(), "it is a value"));

        assertThat(problems.sentences()).hasSize(1);
        assertThat(problems.sentences().get(0)).startsWith("f.yaml:").doesNotContain("\n");
    }

    @Test
    void nestingHasABound() {
        read("[".repeat(1_000_000));

        assertThat(problems.sentences())
                .containsExactly("f.yaml:1: not valid YAML: nested more than 50 deep");
    }

    @Test
    void aByteOrderMarkIsReadOver() {
        assertThat(((Mapping) read("\ufeffkey: 1\n").orElseThrow()).entries()).containsKey("key");
    }

    @Test
    void ofManyProblemsTwentyAreShown() {
        for (int line = 100_000; line > 0; line--) {
            problems.add(new Place("f.yaml", line), "wrong");
        }

        assertThat(problems.sentences()).hasSize(21).last().isEqualTo("and 99,980 more");
    }

    @Test
    void longTextIsShownInPartAndControlCharactersAsEscapes() {
        assertThat(new Scalar(Kind.TEXT, "\ud83d\ude80".repeat(1000)).describe())
                .isEqualTo('"' + "\ud83d\ude80".repeat(80) + "...\"");
        assertThat(new Scalar(Kind.TEXT, "a\u001b[31m\n\u202eb").describe())
                .isEqualTo("\"a\\u001b[31m\\u000a\\u202eb\"");
    }
}
