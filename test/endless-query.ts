/** Counts walks of the sample graph that no machine ends within a test's time: a job of it ends when it is stopped. */
export const ENDLESS_QUERY = 'MATCH (a:player)-[:follow*1..40]-(b) RETURN count(*) AS n';
