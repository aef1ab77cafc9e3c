package io.forkline.cli.job;

import io.forkline.schemas.record.LeadMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who the lead is, as people type it: {@code auto}, {@code openai}, {@code offline}, {@code none}. */
public final class LeadConverter implements ITypeConverter<LeadMode> {

    @Override
    public LeadMode convert(String value) {
        return Arrays.stream(LeadMode.values())
                .filter(mode -> typed(mode).equals(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is no lead; there are "
                        + Arrays.stream(LeadMode.values())
                                .map(LeadConverter::typed)
                                .collect(Collectors.joining(", "))));
    }

    private static String typed(LeadMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
