package io.forkline.cli.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size in bytes as people write it: {@code 64KiB}, {@code 256MiB}, {@code 2GiB}. */
public final class SizeConverter implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(KiB|MiB|GiB)");
    private static final long KIB = 1024;

    @Override
    public Long convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a size; give a number and KiB, MiB or GiB, for example 512MiB");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "KiB" -> number * KIB;
            case "MiB" -> number * KIB * KIB;
            default -> number * KIB * KIB * KIB;
        };
    }
}
