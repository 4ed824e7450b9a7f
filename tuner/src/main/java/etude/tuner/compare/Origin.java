package etude.tuner.compare;

import java.util.List;

/**
 * Where a comparison comes from, for the record.
 *
 * @param command the command line
 * @param device that trials ran on
 * @param versions such as {@code pytorch 2.7.1}
 */
record Origin(List<String> command, String device, List<String> versions) {
    Origin {
        command = List.copyOf(command);
        versions = List.copyOf(versions);
    }
}
