import { Desk } from '../support/desk';
it('measure', async () => {
  for (let i=0;i<4;i++){
  const t0=performance.now();
  const d=await Desk.open();
  const t1=performance.now();
  await d.line('NEW','25-1',{callType:'BURG-RES',priority:'P3',callerPhone:'941-555-0111'});
  const t2=performance.now();
  await d.line('DISP','25-1',{unit:'2A1'});
  await d.passSending(60000);
  const t3=performance.now();
  await d.passSending(3600000);
  const t4=performance.now();
  await d.close();
  const t5=performance.now();
  process.stderr.write([t1-t0,t2-t1,t3-t2,t4-t3,t5-t4].map(x=>x.toFixed(0)).join(' ')+'\n');
  }
});
