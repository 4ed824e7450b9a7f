package etude.tuner.progress;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress bars in one look.
 *
 * @param width characters in one line of the terminal
 */
public record Bars(PrintStream out, int width, ProgressBarStyle style) {
    private static final int REDRAW_MILLISECONDS = 250;

    /** Colour unless NO_COLOR asks for none, block characters where the terminal has them. */
    static ProgressBarStyle style(boolean color, Charset terminal) {
        if (!terminal.newEncoder().canEncode('█')) {
            return ProgressBarStyle.ASCII;
        }
        return color ? ProgressBarStyle.COLORFUL_UNICODE_BAR : ProgressBarStyle.UNICODE_BLOCK;
    }

    /** Shows a bar that stands at {@code first} of {@code last}, in units of {@code unitSize}. */
    public ProgressBar start(String task, String unitName, long unitSize, long first, long last) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(unitName, unitSize)
                .setInitialMax(last)
                .startsFrom(first, Duration.ZERO)
                .setStyle(style)
                .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
                .setConsumer(new ConsoleProgressBarConsumer(out, width))
                .build();
    }
}
