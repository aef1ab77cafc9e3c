package io.forkline.telemetry.trace;

import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** OpenTelemetry says by java.util.logging what becomes of spans, which would go to standard error. It belongs into the log. */
final class ExporterLog {

    /** Held here, as the log manager would let it go with its handler. */
    private static final Logger OPENTELEMETRY = bridged();

    private ExporterLog() {}

    /** From now on. May be called again. */
    static void toSlf4j() {
        OPENTELEMETRY.setUseParentHandlers(false);
    }

    private static Logger bridged() {
        Logger logger = Logger.getLogger("io.opentelemetry");
        logger.addHandler(new SLF4JBridgeHandler());
        return logger;
    }
}
