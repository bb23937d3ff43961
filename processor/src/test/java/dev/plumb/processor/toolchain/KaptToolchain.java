package dev.plumb.processor.toolchain;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Kotlin's stubs and kapt on them, as a build runs them before it compiles Kotlin: a process of its own, with messages mapped to Kotlin.
 * Sources may be Kotlin and Java; nothing is compiled to class files.
 */
record KaptToolchain() implements Toolchain {
    private static final String PLUGIN = "plugin:org.jetbrains.kotlin.kapt3:";

    @Override
    public List<Message> compile(Project project) {
        List<String> command = kotlinc(project);
        command.add("-Xplugin=" + jars("kotlin-annotation-processing"));
        option(command, "aptMode", "stubsAndApt");
        option(command, "sources", project.generated().toString());
        option(command, "classes", project.classes().toString());
        option(command, "stubs", project.created("stubs").toString());
        option(command, "incrementalData", project.created("incremental").toString());
        Project.processorPath().forEach(entry -> option(command, "apclasspath", entry.toString()));
        project.options().forEach(option -> option(command, "apOption", option));
        option(command, "correctErrorTypes", "true");
        option(command, "mapDiagnosticLocations", "true");
        command.add(project.sources().toString());
        return Printed.read(Forked.run(command), project::relative);
    }

    /** Compiles a project to class files, without a processor: Kotlin keeps no names of parameters in them. */
    List<Message> compileWithoutProcessor(Project project) {
        List<String> command = kotlinc(project);
        command.add(project.sources().toString());
        return Printed.read(Forked.run(command), project::relative);
    }

    private static List<String> kotlinc(Project project) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(Forked.SHORT_RUN);
        command.addAll(List.of("-cp", jars("kotlin", "annotations-"), "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"));
        command.addAll(List.of("-no-stdlib", "-no-reflect", "-cp", project.classPath()));
        command.addAll(List.of("-d", project.classes().toString()));
        return command;
    }

    private static void option(List<String> command, String name, String value) {
        command.addAll(List.of("-P", PLUGIN + name + "=" + value));
    }

    /** The jars on the class path of the tests whose artifact's name begins so. */
    private static String jars(String... artifacts) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Arrays.stream(artifacts)
                        .anyMatch(artifact ->
                                Path.of(entry).getFileName().toString().startsWith(artifact)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return "kapt";
    }
}
