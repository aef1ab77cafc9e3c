package io.forkline.cli.job;

import io.forkline.schemas.settings.ByteSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size in bytes as people write it, of more than nothing. */
public final class SizeConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String value) {
        return ByteSize.parse(value)
                .map(ByteSize::bytes)
                .filter(bytes -> bytes > 0)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is not a size; give a number and KiB, MiB or GiB, for example 512MiB"));
    }
}
