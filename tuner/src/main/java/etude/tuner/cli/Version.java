package etude.tuner.cli;

import etude.trainer.run.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code etude --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"etude " + Versions.etude()};
    }
}
