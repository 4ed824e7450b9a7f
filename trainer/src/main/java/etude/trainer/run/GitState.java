package etude.trainer.run;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The code a run was started from.
 *
 * @param diff of tracked files against the commit, at most {@link #MAX_DIFF_BYTES}
 */
public record GitState(String commit, String diff, boolean diffTruncated) {
    static final int MAX_DIFF_BYTES = 1 << 20;

    /** Empty where there is no git, no checkout or no commit: a record must not stop a run. */
    public static Optional<GitState> find(Path directory) {
        Optional<byte[]> commit = git(directory, "rev-parse", "HEAD");
        Optional<byte[]> diff = git(directory, "diff", "--no-ext-diff", "--no-color", "HEAD");
        if (commit.isEmpty() || diff.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = diff.get();
        int length = Math.min(bytes.length, MAX_DIFF_BYTES);
        return Optional.of(
                new GitState(
                        new String(commit.get(), StandardCharsets.UTF_8).strip(),
                        new String(bytes, 0, length, StandardCharsets.UTF_8),
                        bytes.length > MAX_DIFF_BYTES));
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("commit", commit);
        members.put("diff", diff);
        members.put("diff_truncated", diffTruncated);
        return members;
    }

    static GitState read(JsonObject object) throws IOException {
        return new GitState(
                object.text("commit"), object.text("diff"), object.truth("diff_truncated"));
    }

    /** What git prints, one byte more than the limit at most; empty when it fails. */
    private static Optional<byte[]> git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toAbsolutePath().toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                byte[] bytes = output.readNBytes(MAX_DIFF_BYTES + 1);
                if (bytes.length > MAX_DIFF_BYTES) {
                    process.destroy();
                    return Optional.of(bytes);
                }
                return process.waitFor() == 0 ? Optional.of(bytes) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
