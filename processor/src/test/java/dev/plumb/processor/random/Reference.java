package dev.plumb.processor.random;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A method, constructor or field of the product that compiled code names, as the virtual machine looks for it: {@code invokestatic
 * dev/plumb/runtime/Network.create:(Ldev/plumb/graph/Graph;)Ldev/plumb/runtime/Network;}.
 *
 * @param instruction how it is used
 * @param ofInterface whether its class has to be an interface
 * @param owner the class that is named, in the form of class files
 */
record Reference(String instruction, boolean ofInterface, String owner, String member, String descriptor) {
    private static final String INTERFACE = "interface ";

    /** As javap prints it: behind an instruction, or behind the kind of a handle of a method. */
    private static final Pattern PRINTED = Pattern.compile(
            "(?:(?<instruction>invoke\\w+|(?:get|put)\\w+) .*// (?<interface>Interface)?"
                    + "(?:Method|Field) |// REF_(?:newI|i)(?<handle>nvoke\\w+) )(?<owner>dev/plumb/[\\w/$]+)\\.(?<member>[\\w$]+|\"<init>\"):(?<descriptor>\\S+)");

    private static final Pattern WRITTEN = Pattern.compile(
            "(?<instruction>\\w+) (?<interface>interface )?(?<owner>[^.]+)\\.(?<member>[^:]+):(?<descriptor>.+)");

    /** The reference that a line states. */
    static Reference parse(String line) {
        Matcher written = WRITTEN.matcher(line);
        if (!written.matches()) {
            throw new IllegalArgumentException("no reference: " + line);
        }
        return new Reference(
                written.group("instruction"),
                written.group("interface") != null,
                written.group("owner"),
                written.group("member"),
                written.group("descriptor"));
    }

    /** All references from the class files below a folder to classes that are not there, as lines. */
    static SortedSet<String> from(Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "-p"));
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(Path::toString).filter(file -> file.endsWith(".class")).forEach(arguments::add);
        }
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        if (javap.run(out, out, arguments.toArray(String[]::new)) != 0) {
            throw new UncheckedIOException(new IOException(printed.toString()));
        }
        SortedSet<String> references = new TreeSet<>();
        Matcher found = PRINTED.matcher(printed.toString());
        while (found.find()) {
            if (!Files.exists(folder.resolve(found.group("owner") + ".class"))) {
                references.add(of(found).toString());
            }
        }
        return references;
    }

    private static Reference of(Matcher found) {
        String instruction = found.group("instruction") != null
                ? found.group("instruction")
                : "i" + found.group("handle").toLowerCase(Locale.ROOT);
        return new Reference(
                instruction,
                found.group("interface") != null || instruction.equals("invokeinterface"),
                found.group("owner"),
                found.group("member").replace("\"", ""),
                found.group("descriptor"));
    }

    /** Whether it is still there, for code that was compiled long ago. */
    boolean exists() {
        try {
            Class<?> type = Class.forName(owner.replace('/', '.'), false, Reference.class.getClassLoader());
            return Modifier.isPublic(type.getModifiers()) && type.isInterface() == ofInterface && hasMember(type);
        } catch (ClassNotFoundException gone) {
            return false;
        }
    }

    private boolean hasMember(Class<?> type) {
        boolean isStatic = instruction.endsWith("static");
        if (!instruction.startsWith("invoke")) {
            return Arrays.stream(type.getFields()).anyMatch(field -> isThis(field, isStatic));
        } else if (member.equals("<init>")) {
            return Arrays.stream(type.getDeclaredConstructors()) // a generated class may extend it
                    .filter(constructor -> Modifier.isPublic(constructor.getModifiers())
                            || Modifier.isProtected(constructor.getModifiers()))
                    .anyMatch(this::isThis);
        }
        return Arrays.stream(type.getMethods()).anyMatch(method -> isThis(method, isStatic));
    }

    private boolean isThis(Field field, boolean isStatic) {
        return field.getName().equals(member)
                && field.getType().descriptorString().equals(descriptor)
                && Modifier.isStatic(field.getModifiers()) == isStatic;
    }

    private boolean isThis(Constructor<?> constructor) {
        return MethodType.methodType(void.class, constructor.getParameterTypes())
                .descriptorString()
                .equals(descriptor);
    }

    private boolean isThis(Method method, boolean isStatic) {
        return method.getName().equals(member)
                && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .descriptorString()
                        .equals(descriptor)
                && Modifier.isStatic(method.getModifiers()) == isStatic;
    }

    @Override
    public String toString() {
        return instruction + " " + (ofInterface ? INTERFACE : "") + owner + "." + member + ":" + descriptor;
    }
}
