package etude.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.datasets.subword.BytePairLearner;
import etude.datasets.subword.BytePairs;
import etude.datasets.subword.Tokenizer;
import etude.datasets.subword.TokenizerReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hugging Face's library reads what Etude learnt, and encodes as Etude does. */
class HuggingFaceReaderTest {
    private static final String TRICKY =
            "Hello, wörld! 😀👩‍👩‍👧\r\n\r\n\t  tabs   and\u00a0spaces\u2003 \n\n\n它是 don't we'll 1234567 ²½ e\u0301\u0000\uFFFD <|endoftext|>'s ";

    private final BytePairs own = learned(TRICKY.repeat(4), 330);
    private final Tokenizer library = TokenizerReader.installed().read("own", own.json());

    @Test
    void bothEncodeTrickyTextsAlike() {
        assertThat(library.size()).isEqualTo(330);
        assertThat(library.endOfText()).hasValue(329);
        assertThat(library.encode(TRICKY)).isEqualTo(own.encode(TRICKY));
        assertThat(library.decode(own.encode(TRICKY))).isEqualTo(TRICKY);
        String[] parts = TRICKY.split("(?<=.)(?=[ \\n<'])", -1);
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(8); part >= 0; part--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(library.encode(text.toString())).isEqualTo(own.encode(text.toString()));
        }
        for (int token = 0; token < own.size(); token++) {
            assertThat(library.bytes(token)).isEqualTo(own.bytes(token));
        }
    }

    /** What is no UTF-8 cannot reach either: in a Java string it is U+FFFD, or half a character. */
    @Test
    void bytesThatAreNoTextAreTheReplacementCharacterToBoth() {
        String text =
                new String(new byte[] {'a', (byte) 0xff, (byte) 0xc3, ' '}, StandardCharsets.UTF_8);
        assertThat(library.encode(text)).isEqualTo(own.encode(text));
        assertThat(own.decode(own.encode(text))).isEqualTo("a\uFFFD\uFFFD ");
    }

    /**
     * Letters, numbers, spaces and all else are the same characters to both: only such ones are cut
     * off from an a, a 1 or an exclamation mark behind them, which would merge with their last
     * byte.
     */
    @Test
    void everyCharacterIsOfTheSameKind() {
        List<ByteTokenizers.Pair> pairs = new ArrayList<>();
        for (int last = 0x80; last < 0xc0; last++) {
            for (char behind : new char[] {'a', '1', '!'}) {
                pairs.add(new ByteTokenizers.Pair(last, behind));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int point = 0x80; point < 0x1ffff; point++) {
            int type = Character.getType(point);
            boolean edge = // of characters of one kind that follow each other
                    type != Character.getType(point - 1) || type != Character.getType(point + 1);
            if (edge
                    && type != Character.UNASSIGNED
                    && type != Character.SURROGATE
                    && type != Character.PRIVATE_USE) {
                String character = Character.toString(point);
                text.append(character).append("a\n").append(character).append("1\n");
                text.append(character).append("!\n");
            }
        }
        String json = ByteTokenizers.json(pairs);
        int[] tokens = BytePairs.read(json).encode(text.toString());
        assertThat(tokens).contains(256, 257, 258);
        assertThat(TokenizerReader.installed().read("kinds", json).encode(text.toString()))
                .isEqualTo(tokens);
    }

    /** A file of GPT-2's kind and size: its 256 bytes, 50,000 merges and the end of a text. */
    @Test
    void aFileOfTheSizeOfGpt2sHasItsTokens() {
        Tokenizer gpt2 =
                TokenizerReader.installed().read("gpt2.json", ByteTokenizers.ofTheSizeOfGpt2s());
        assertThat(gpt2.size()).isEqualTo(50_257);
        assertThat(gpt2.endOfText()).hasValue(50_256);
        assertThat(gpt2.bytes(50_256)).isZero();
        int[] tokens = gpt2.encode("Hello, world\n");
        assertThat(Arrays.stream(tokens).map(gpt2::bytes).sum()).isEqualTo(13);
        assertThat(gpt2.decode(tokens)).isEqualTo("Hello, world\n");
    }

    /** Pieces with a mark for the space before them, and bytes for what is none of them. */
    @Test
    void tokensOfOtherKindsHaveTheBytesOfTheirText() {
        String json =
                """
                {"version":"1.0","added_tokens":[{"id":2,"content":"</s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
                 "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},
                 "pre_tokenizer":null,"post_processor":null,"decoder":null,
                 "model":{"type":"BPE","dropout":null,"unk_token":"<unk>","continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":true,"byte_fallback":true,
                  "vocab":{"<unk>":0,"<s>":1,"</s>":2,"<0x0A>":3,"▁":4,"a":5,"é":6,"▁a":7},"merges":["▁ a"]}}
                """;
        Tokenizer pieces = TokenizerReader.installed().read("llama.json", json);
        assertThat(pieces.encode("a aé\n")).containsExactly(7, 7, 6, 3);
        assertThat(Arrays.stream(new int[] {2, 3, 4, 5, 6, 7}).map(pieces::bytes))
                .containsExactly(0, 1, 1, 1, 2, 2);
        assertThat(pieces.endOfText()).hasValue(2);
    }

    @Test
    void whatIsNoTokenizerIsRefusedInOneSentence() {
        for (String text : new String[] {"", "{}", "[1]", "{\"model\": {\"type\": \"none\"}}"}) {
            assertThatThrownBy(() -> TokenizerReader.installed().read("t.json", text))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageStartingWith(
                            "t.json: expected a tokenizer.json of Hugging Face's tokenizers, found ")
                    .message()
                    .hasLineCount(1);
        }
    }

    private static BytePairs learned(String text, int size) {
        BytePairLearner learner = new BytePairLearner();
        learner.add(text);
        return learner.learn(size);
    }
}
