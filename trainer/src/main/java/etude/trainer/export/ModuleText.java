package etude.trainer.export;

import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.TargetScale;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The methods of a module that reads examples as they are, and says of them what evaluation does:
 * {@code forward(images)} of bytes (N, height, width, channels), {@code forward(columns)} of a
 * table (N, columns) in float64, with categories by their numbers, dates in days and NaN for what
 * is missing, or {@code forward(tokens)} (N, length). The result is probabilities, or numbers in
 * the target's own unit.
 *
 * @param network text of the method {@code network(features)}
 */
record ModuleText(Preprocessing preprocessing, String network) {
    static final String SELF = "self: __torch__.M";

    String methods() {
        StringBuilder text = new StringBuilder(network).append(answer());
        if (preprocessing.encoding() instanceof Encoding.Images) {
            text.append(
                    """
                    def forward(%s, images: Tensor) -> Tensor:
                      x = torch.mul(torch.sub(torch.to(images, 6), self.mean), self.scale)
                      return (self).answer((self).network(torch.permute(x, [0, 3, 1, 2]), ), )
                    """
                            .formatted(SELF));
        } else if (preprocessing.encoding() instanceof Encoding.Table table) {
            text.append(new TableText(table).encode())
                    .append(
                            """
                            def encoded(%1$s, features: Tensor) -> Tensor:
                              x = torch.mul(torch.sub(features, self.mean), self.scale)
                              return (self).answer((self).network(x, ), )
                            def forward(%1$s, columns: Tensor) -> Tensor:
                              return (self).encoded((self).encode(columns, ), )
                            """
                                    .formatted(SELF));
        } else {
            text.append(ofTokens((Encoding.Text) preprocessing.encoding()));
        }
        if (!preprocessing.target().classes().isEmpty()) {
            text.append(names("class_names", preprocessing.target().classes()));
        }
        return text.toString();
    }

    /** What the outputs of the network mean. */
    private String answer() {
        String result =
                preprocessing.target() instanceof Target.Labels
                        ? "torch.sigmoid(torch.to(outputs, 6))"
                        : "torch.softmax(torch.to(outputs, 6), -1)";
        if (preprocessing.target() instanceof Target.Value) {
            TargetScale scale = preprocessing.scale();
            String numbers = "torch.flatten(torch.to(outputs, 6))";
            result =
                    scale.isOwn()
                            ? numbers
                            : "torch.to(torch.add(torch.mul(torch.to(%s, 7), %s), %s), 6)"
                                    .formatted(numbers, scale.deviation(), scale.mean());
        }
        return "def answer(%s, outputs: Tensor) -> Tensor:\n  return %s\n".formatted(SELF, result);
    }

    /** Shorter windows are filled up at their end, which no earlier position sees. */
    private static String ofTokens(Encoding.Text text) {
        String forward =
                """
                def forward(%s, tokens: Tensor) -> Tensor:
                  length = torch.size(tokens, 1)
                  window = torch.constant_pad_nd(tokens, [0, torch.sub(%s, length)], 0)
                  return torch.narrow((self).answer((self).network(window, ), ), 1, 0, length)
                """
                        .formatted(SELF, text.contextLength());
        Vocabulary vocabulary =
                text.vocabulary() instanceof Vocabulary.Ended ended
                        ? ended.vocabulary()
                        : text.vocabulary();
        return vocabulary instanceof Vocabulary.Characters characters
                ? forward
                        + "def characters(%s) -> str:\n  return %s\n"
                                .formatted(
                                        SELF,
                                        quoted(
                                                new String(
                                                        characters.codePoints(),
                                                        0,
                                                        characters.size())))
                : forward;
    }

    private static String names(String method, List<String> names) {
        return "def %s(%s) -> List[str]:\n  return [%s]\n"
                .formatted(
                        method,
                        SELF,
                        names.stream().map(ModuleText::quoted).collect(Collectors.joining(", ")));
    }

    /** A literal of a script; what is not plain ASCII as octal numbers of its bytes. */
    static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = value >= ' ' && value < 0x7f && value != '"' && value != '\\';
            if (plain) {
                literal.append((char) value);
            } else {
                literal.append('\\');
                String octal = Integer.toOctalString(value & 0xff);
                literal.append("0".repeat(3 - octal.length())).append(octal);
            }
        }
        return literal.append('"').toString();
    }
}
