package io.forkline.testsupport;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test, its constructor and its life-cycle methods a {@link TestBroker}. The broker behind it starts when the
 * first test of the JVM asks and stops after the last; names are unique for each test class, so that classes do not
 * see each other's records.
 */
public final class BrokerExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(BrokerExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBroker.class;
    }

    @Override
    public TestBroker resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SharedBroker shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(SharedBroker.class, key -> SharedBroker.start(), SharedBroker.class);
        Class<?> testClass = context.getRequiredTestClass();
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        testClass,
                        key -> shared.forTests(testClass.getSimpleName().toLowerCase(Locale.ROOT)),
                        TestBroker.class);
    }
}
