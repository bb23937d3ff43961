package dev.plumb.processor.toolchain;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What Maven and Gradle do with Kotlin: kapt, then Kotlin, then Java with what Plumb wrote. The first of them that has something to say is the last.
 * Sources may be Kotlin and Java.
 */
record KotlinBuild() implements Toolchain {

    @Override
    public List<Message> compile(Project project) {
        List<Message> said = new KaptToolchain().compile(project);
        if (said.isEmpty()) {
            said = new KaptToolchain().compileWithoutProcessor(project);
        }
        return said.isEmpty() ? java(project) : said;
    }

    private static List<Message> java(Project project) {
        List<String> command = new ArrayList<>();
        command.add(JavacToolchain.of(Runtime.version().feature()).javac().toString());
        command.addAll(List.of("-J" + Forked.SHORT_RUN, "-proc:none", "-Xlint:all,-path,-classfile,-processing"));
        command.addAll(List.of("-d", project.classes().toString()));
        command.addAll(List.of("-cp", project.classes() + File.pathSeparator + project.classPath()));
        project.files(".java").forEach(file -> command.add(file.toString()));
        project.generatedFiles().forEach(file -> command.add(file.toString()));
        return Printed.read(Forked.run(command), project::relative);
    }

    @Override
    public String toString() {
        return "Kotlin";
    }
}
