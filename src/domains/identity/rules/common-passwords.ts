// Passwords that guessers try first, in lower case. Made for this product from public habits (keyboard runs, numbers
// that sound like words, 我爱你 and 一生一世 in pinyin); patterns are in passwords.ts, so this list stays short.

/** Whole passwords. */
export const commonPasswords: ReadonlySet<string> = new Set(`
00000000 0000000000 01234567 0123456789 10101010 11112222 1111aaaa 11223344 1122334455 112233445566 12121212 123123123 1231231234
123123qwe 12312312 123321123 1234abcd 123412341234 12341234 1234554321 123456123 123456123456 123456654321 123456789a 123456789abc
123456789q 123456789qq 12345678a 12345678abc 12345678q 1234567a 1234567q 123456a1 123456aa 123456aaa 123456ab 123456abc 123456as
123456asd 123456qq 123456qw 123456qwe 123456qwerty 123456zxc 123456@qq 12345@qwe 1234@abcd 1234qwer 123698745 123654789 123654123
123789456 123abc123 123abc456 123qweasd 123qweasdzxc 123qwe123 1357924680 13572468 135792468 13145200 13145201 1314520a 1314521a
131452000 1314521314 13141314 147147147 147258369 14725836 147852369 147896325 159159159 159357258 159753456 1a2b3c4d 1a2s3d4f
1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz@wsx 1qazxsw2 1qazxsw23edc 1qaz!qaz 1234567890 12345678910 12345679
1987654321 20082008 20102010 20202020 21212121 22222222 31415926 314159265 3.1415926 33333333 36936936 369258147 44444444 45645645
456123789 456789123 50505050 51201314 5201314a 52013140 520131400 5201314520 52013142 521521521 521131400 5211314a 52113145 55555555
55667788 56785678 584131421 58451314 584520584520 5845201314 5845211314 5841314520 66666666 666888666 66668888 6666688888 67896789
68686868 69696969 741852963 753951852 77585210 7758520a 7758521a 77585217758521 7758521520 77777777 78787878 78945612 789456123
789456123a 7894561230 789789789 80808080 87654321 88888888 88889999 88886666 888888888 86868686 90909090 951753852 963852741 96385274
98765432 987654321 9876543210 98989898 99999999 999999999 a123456789 a12345678 a1234567 aa123456 aa12345678 aa123456789 aaa123456
aaaa1111 aaa111222 ab123456 abc12345 abc123456 abc123456789 abc123abc abcd1234 abcd12345 abcd123456 abcde123 abcdef123 abcabc123
abcd@1234 abc@1234 abc@123456 admin123 admin1234 admin12345 admin123456 admin888 admin@123 admin@1234 admin2020 adminadmin
administrator asd123456 asd123asd asdasd123 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl123 asdf123456 asdqwe123
baobao123 baobei123 baobei520 baseball beijing2008 caonima123 changeme changeme123 china123 china1234 computer default1 dragon123
dearbook football github123 google123 guest123 guest1234 hello123 hello1234 hello123456 huawei123 huawei@123 iloveyou iloveyou1
iloveyou123 iloveyou1314 iloveyou520 internet jiangsu1 jiayou123 killer123 laopo520 laopo1314 laogong1314 laogong520 letmein1
letmein123 lovelove lovely123 master123 michael1 mima1234 mima12345 mima123456 mimamima monkey123 mypassword ni123456 nihao123
nihao1234 nihaoma1 nihaoma123 nopassword oracle123 p@ssw0rd p@ssword p@ssw0rd123 pass1234 pass12345 passw0rd passw0rd1 password
password1 password12 password123 password1234 password123456 password@123 postgres postgres123 princess princess1 pwd12345 pwd123456
q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 q123456789 q12345678 qaz123456 qaz123wsx qazwsx123 qazwsx12 qazwsxedc qazwsxedc123 qq123456
qq12345678 qq123456789 qq1314520 qq5201314 qqqq1111 qqww1122 qwe123456 qwe123qwe qwe12345 qweasdzxc qweasd123 qweasdzxc123 qweqwe123
qweqweqwe qwer1234 qwer12345 qwer123456 qwerasdf qwerasdfzxcv qwert123 qwert12345 qwerty12 qwerty123 qwerty1234 qwerty12345
qwerty123456 qwertyui qwertyuiop qwer@1234 root1234 root123456 rootroot sa123456 server123 shandong shandong123 shanghai shanghai123
starwars sunshine sunshine1 superman superman1 supervisor sysadmin system123 system32 taobao123 temp1234 test1234 test12345
test123456 testtest tiantian123 tianya123 trustno1 user1234 user123456 w123456789 wang1234 wang123456 wangyi163 weixin123 welcome1
welcome123 welcome1234 welcome@123 whatever wo123456 woaini00 woaini11 woaini12 woaini123 woaini1234 woaini123456 woaini1314
woaini1314520 woaini520 woaini5201314 woaini521 woaini521521 woaini789 woaiwojia woaiziji woaizhongguo woaiwo123 woshishui woshishei
woshiniba woshinidie woshiwo123 wozuishuai wozuimei1 wozuiniubi wodemima wodemima123 wojiushiwo x123456789 xiaoming1 xiaoming123
xiaoxiao123 xx123456 yang1234 z123456789 zaq12wsx zaq1zaq1 zaq1xsw2 zhang123 zhang1234 zhang123456 zhangwei zhangwei123 zhongguo
zhongguo1 zhongguo123 zhimakaimen zxc123456 zxcv1234 zxcvbnm1 zxcvbnm12 zxcvbnm123 zxcvbnmasdfghjkl zxczxc123 zz123456 5201314abc
5201314aa a5201314 aa5201314 abc5201314 qwe5201314 wo5201314 love1314 love5201314 love520520 love520123 woaimama1 woaibaba1
woailaopo woailaogong aini1314 aini5201314 ainiyiwannian ainiyishengyishi yishengyishi yishengyouni tongtong123 wangge123 wanggeyuan
wanggeyuan1 wanggeyuan123 shequ123 shequ1234 zhongzhi123 zhihui123 zongzhi123 zongzhi1234 zhengfu123 liaocheng liaocheng123 gongan110
jingcha110 pingan123 pinganzhongguo dangyuan123 jingwei123 jingwei1234 jingwei123456
`.trim().split(/\s+/u));

/** Runs on a keyboard or in an alphabet; any stretch of one, forwards or backwards, is as common as the whole. */
export const runs: readonly string[] = [
  '01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', 'qazwsxedcrfvtgbyhnujmikolp', '1q2w3e4r5t6y7u8i9o0p', '!@#$%^&*()', '13579246801357924680',
];

/**
 * Words that guessers put a number behind: names of places, families and offices in pinyin, months, animals, services.
 * With the tails of passwords.ts they stand for far more than the three thousand commonest whole passwords.
 */
export const commonStems: ReadonlySet<string> = new Set(`
beijing shanghai tianjin chongqing guangdong guangzhou shenzhen shandong jinan qingdao zibo zaozhuang dongying yantai weifang jining taian weihai
rizhao linyi dezhou liaocheng binzhou heze jiangsu nanjing suzhou wuxi zhejiang hangzhou ningbo wenzhou anhui hefei fujian fuzhou xiamen jiangxi
nanchang henan zhengzhou luoyang hubei wuhan hunan changsha guangxi nanning guilin hainan haikou sanya sichuan chengdu guizhou guiyang yunnan
kunming shaanxi shanxi xian taiyuan gansu lanzhou qinghai xining ningxia yinchuan xinjiang wulumuqi xizang lasa neimenggu hebei shijiazhuang
liaoning shenyang dalian jilin changchun heilongjiang haerbin taiwan taibei xianggang aomen zhongguo china chinese huaxia
dongchangfu linqing chiping donge guanxian yanggu shenxian gaotang
wang zhang chen yang zhao huang zhou liu sun zhu gao lin guo luo zheng liang xie song tang deng feng han cao zeng peng xiao tian dong pan yuan
jiang cai yu du ye cheng wei lv ding ren yao lu shen zhong cui tan fan shi liao jia xia fu fang bai zou meng xiong qin qiu hou jin mao
xiaoming xiaohong xiaoli xiaowang xiaozhang laowang laozhang lihua wangwei zhangwei liwei wangfang liuyang lijun wangjun chenjie
zhengfu shequ jiedao xiangzhen wangge wanggeyuan wanggezhang zongzhi zongzhiban zhengfawei pingan weiwen xinfang minzheng chengguan huanwei
gongan paichusuo jingcha minjing fayuan jianchayuan sifa tiaojie zhihuizhongxin zhihui diaodu rexian zhengwu dangjian dangyuan zuzhi
jingwei grid office admin administrator root user guest test demo login welcome password passwd pass passw0rd p@ssw0rd p@ssword pwd mima
system manager master server oracle mysql postgres sa support service public default changeme letmein secret access
woaini iloveyou love aini baobao baobei laopo laogong mama baba jiating qinqin tongtong lele feifei tiantian
spring summer autumn winter january february march april june july august september october november december monday friday sunday
chuntian xiatian qiutian dongtian yiyue eryue sanyue siyue wuyue liuyue qiyue bayue jiuyue shiyue
dragon monkey tiger panda happy lucky sunshine princess football basketball superman batman
qq weixin wechat taobao zhifubao alipay baidu huawei xiaomi apple google windows microsoft lenovo
abc abcd abcde aaa qwe qwer qwert qwerty asd asdf asdfg zxc zxcv zxcvb qaz wsx qazwsx qweasd
`.trim().split(/\s+/u));
