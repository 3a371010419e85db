export async function up(): Promise<never[]> {
  return [];
}
