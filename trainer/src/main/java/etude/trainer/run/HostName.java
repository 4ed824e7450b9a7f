package etude.trainer.run;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, for records. */
public final class HostName {
    private HostName() {}

    /** {@code localhost} where the machine does not know its name. */
    public static String find() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
