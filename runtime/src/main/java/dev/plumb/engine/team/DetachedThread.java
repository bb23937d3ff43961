package dev.plumb.engine.team;

/** A daemon that has nothing of the thread that happens to make it: neither its variables nor its class loader, which would keep an application in memory that is gone, nor its priority. */
public abstract class DetachedThread extends Thread {

    /** Not started yet. */
    @SuppressWarnings("ThreadPriorityCheck") // the usual one
    protected DetachedThread(String name) {
        super(null, null, name, 0, false);
        setContextClassLoader(DetachedThread.class.getClassLoader());
        setPriority(NORM_PRIORITY);
        setDaemon(true);
    }
}
