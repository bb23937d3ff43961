package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The file with the weights that a model starts with: what {@code create()} of the generated class reads, instead of drawing new weights. When the
 * model is compiled, the names, shapes and element types in the file are compared with it, so a file that does not fit is a compile error. Holds for the
 * interface that it stands on, not for those that extend or use it, nor for variants. See {@code docs/weights-files.md}.
 *
 * <pre>{@code
 * @Model
 * @Weights("weights/digits.plumb")
 * public interface Digits { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Weights {
    /**
     * Where it is: a name on the class path, such as {@code weights/digits.plumb}, or a path from the project's folder. A file that {@code save} wrote, or
     * safetensors with the paths of the weights as names.
     */
    String value();

    /** The SHA-256 digest of the file, 64 hexadecimal digits: another file of the same name is an error, when compiling and when running. */
    String sha256() default "";
}
