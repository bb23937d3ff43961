package dev.plumb.processor.toolchain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A compiler that finds Plumb on its processor path, as a build does. */
public interface Toolchain {

    /** Compiles a project; what was said, warnings included. */
    List<Message> compile(Project project);

    /** Why this toolchain cannot run on this machine, if it cannot. */
    default Optional<String> absent() {
        return Optional.empty();
    }

    /** The processor as it runs on Kotlin. */
    static Toolchain kotlin() {
        return new KaptToolchain();
    }

    /** A whole build of Kotlin, up to class files. */
    static Toolchain kotlinBuild() {
        return new KotlinBuild();
    }

    /** The compilers of Java that Plumb is made for. */
    static Stream<Toolchain> java() {
        return Stream.of(JavacToolchain.of(17), JavacToolchain.of(25), new EcjToolchain());
    }
}
